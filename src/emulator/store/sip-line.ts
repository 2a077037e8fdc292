export type PbxType = 'cloud' | 'office';

/** A SIP line as the portal stores it, whatever application it belongs to. */
export interface SipLine {
  /** Identifier of the SIP record; only `sip.add` returns it. */
  readonly id: number;
  /** Identifier of the telephony configuration, shared with rented numbers. */
  readonly configId: number;
  /** Empty for lines that a webhook or a person added: they have no application. */
  readonly applicationId: string;
  readonly type: PbxType;
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly password: string | null;
  /** Registration at the carrier, for cloud lines only; null or 0 if there is none. */
  readonly regId: number | null;
  /** The server that the office PBX connects to, for office lines only. */
  readonly incomingServer: string | null;
  readonly incomingLogin: string | null;
  readonly incomingPassword: string | null;
  readonly authUser: string | null;
  readonly outboundProxy: string | null;
  readonly detectLineNumber: 'Y' | 'N';
  readonly lineDetectHeaderOrder: 'diversion;to' | 'to;diversion';
  /** The last known status of the registration; reading the line does not refresh it. */
  readonly registrationStatusCode: number | null;
  readonly registrationErrorMessage: string | null;
}

/** The line's identifier as an outgoing line. */
export function lineIdOf(line: Pick<SipLine, 'type' | 'regId' | 'configId'>): string {
  return line.type === 'cloud' ? `reg${line.regId ?? 0}` : `sip${line.configId}`;
}
