import type { Clock } from './clock.ts';
import type { Callers, TokenOptions, TokenState, WebhookOptions } from './store/callers.ts';
import type { FinishedCall } from './store/call-history.ts';
import type { CarrierMode, RegistrationStatus } from './store/carrier.ts';
import type { SipConnectorStatus } from './store/sip-connector.ts';
import type { SipLine } from './store/sip-line.ts';
import type { RentedNumber } from './store/telephony-store.ts';
import type { Confirmation, TelephonyUser } from './store/users.ts';
import type { PortalCondition, PortalState } from './portal-state.ts';

/** What an administrator, the carrier or the vendor could do: set up callers, lines, users and conditions. */
export interface PortalAdministration {
  /** Returns the path of its methods: `/rest/USER_ID/CODE/`. */
  addWebhook(webhook: WebhookOptions): string;
  removeWebhook(code: string): void;
  addToken(token: TokenOptions): void;
  setTokenState(accessToken: string, state: TokenState): void;
  removeToken(accessToken: string): void;

  /** Every stored SIP line, whatever application it belongs to. */
  lines(): readonly SipLine[];
  rentedNumbers(): readonly RentedNumber[];
  /** The portal's default outgoing line. */
  outgoingLine(): string;
  /** Adds a line of another application. It counts for limits and titles, but `sip.get` does not return it. */
  addForeignLine(line: ForeignLine): SipLine;
  /** Adds a line as a person does in the portal's settings: it has no application, so every webhook sees it. */
  addLineOfPerson(line: Omit<ForeignLine, 'applicationId'>): SipLine;
  addRentedNumber(number: { readonly number: string; readonly title?: string }): RentedNumber;
  /**
   * Installs an external telephony application. Its lines are not listed, but can be the default and make callbacks.
   */
  addTelephonyApplication(application: TelephonyApplication): void;
  /** Changes a line as the portal's own settings page would. */
  changeLine(configId: number, changes: Partial<Omit<SipLine, 'id' | 'configId' | 'type'>>): SipLine;

  /** How the carrier handles the next registrations. */
  setCarrier(mode: CarrierMode): void;
  /** Sets the carrier's status of a registration. */
  setRegistration(regId: number, status: RegistrationStatus): void;
  /** The carrier loses a registration; the line keeps its REG_ID. */
  forgetRegistration(regId: number): void;
  setConnector(status: Partial<SipConnectorStatus>): void;
  setCloudLimit(limit: number): void;
  /** Limits the info calls of a month; unlimited by default. */
  setInfocallLimit(limit: number): void;

  putUser(user: { readonly id: number } & Partial<TelephonyUser>): TelephonyUser;
  users(): readonly TelephonyUser[];
  /**
   * An administrator's answer to an application that wants to call a guarded method, for the tokens that it has now.
   */
  confirmMethod(applicationId: string, method: string, answer: Confirmation): void;
  /** Adds a call to the statistics. */
  addCall(call: Partial<Omit<FinishedCall, 'id'>>): FinishedCall;

  setCondition(condition: PortalCondition): void;
  /** Renames the portal: requests to any other host (`name` or `name:port`) are redirected there with 302. */
  rename(newHost: string): void;
}

export interface ForeignLine extends Partial<Omit<SipLine, 'id' | 'configId' | 'title' | 'type'>> {
  readonly title: string;
  readonly type: SipLine['type'];
}

export interface TelephonyApplication {
  /** Its line is `REST_APP:` and this number. */
  readonly id: number;
  /** Numbers of lines that it has registered, written in any form. */
  readonly numbers?: readonly string[];
}

export interface AdministrationDependencies {
  readonly state: () => PortalState;
  readonly callers: Callers;
  readonly clock: Clock;
}

export function createPortalAdministration(dependencies: AdministrationDependencies): PortalAdministration {
  const { state, callers, clock } = dependencies;

  function addLine(line: ForeignLine): SipLine {
    const { store, carrier } = state();
    const regId = line.type === 'cloud' ? carrier.register(clock.now()) : null;
    return store.addLine((ids) => ({ ...FOREIGN, regId, ...line, ...ids }));
  }

  return {
    addWebhook: (webhook) => {
      callers.addWebhook(webhook);
      return `/rest/${webhook.userId ?? 1}/${webhook.code}/`;
    },
    removeWebhook: (code) => {
      callers.removeWebhook(code);
    },
    addToken: (token) => {
      callers.addToken(token);
    },
    setTokenState: (accessToken, state) => {
      callers.setTokenState(accessToken, state);
    },
    removeToken: (accessToken) => {
      callers.removeToken(accessToken);
    },

    lines: () => [...state().store.lines()],
    rentedNumbers: () => [...state().store.numbers()],
    outgoingLine: () => state().store.outgoingLine(),
    addForeignLine: addLine,
    addLineOfPerson: (line) => addLine({ ...line, applicationId: '' }),
    addRentedNumber: ({ number, title }) => state().store.addNumber({ number, title: title ?? number }),
    addTelephonyApplication: ({ id, numbers = [] }) => {
      for (const lineId of [`REST_APP:${id}`, ...numbers]) state().store.addApplicationLine(lineId);
    },
    changeLine: (configId, changes) => {
      const line = state().store.updateLine(configId, changes);
      if (line === undefined) throw new Error(`changeLine: there is no line with CONFIG_ID ${configId}.`);
      return line;
    },

    setCarrier: (mode) => {
      state().carrier.setMode(mode);
    },
    setRegistration: (regId, status) => {
      if (state().carrier.setRegistration(regId, status, clock.now()) === undefined) {
        throw new Error(`setRegistration: the carrier has no REG_ID ${regId}.`);
      }
    },
    forgetRegistration: (regId) => void state().carrier.unregister(regId),
    setConnector: (status) => {
      state().connector.set(status);
    },
    setCloudLimit: (limit) => {
      state().cloudLimit = limit;
    },
    setInfocallLimit: (limit) => {
      state().infocallLimit = limit;
    },

    putUser: (user) => state().users.put(user),
    users: () => state().users.all(),
    confirmMethod: (applicationId, method, answer) => {
      for (const token of callers.tokensOf(applicationId))
        state().users.confirm(token, method.toLowerCase(), answer);
    },
    addCall: (call) => state().calls.add(call, clock.now()),

    setCondition: (condition) => {
      state().condition = condition;
    },
    rename: (newHost) => {
      state().host = newHost.toLowerCase();
    },
  };
}

const FOREIGN = {
  applicationId: 'local.another.application',
  server: 'sip.another.example',
  login: 'another',
  password: null,
  incomingServer: null,
  incomingLogin: null,
  incomingPassword: null,
  authUser: null,
  outboundProxy: null,
  detectLineNumber: 'N',
  lineDetectHeaderOrder: 'diversion;to',
  registrationStatusCode: null,
  registrationErrorMessage: null,
} as const;
