import type { Secret } from '../config/secret.ts';

/** What a REST request must carry so that the portal knows who sends it. */
export interface AuthorizedRequest {
  /** The full address. Secret, because a webhook's code is part of its path. */
  readonly url: Secret;
  /** Parameters to send in the JSON body, including those of the credential. */
  readonly params: Readonly<Record<string, unknown>>;
  /** To be called if the portal reports that this request's token has expired. Undefined if it cannot be renewed. */
  readonly onExpired?: () => void;
}

/** Why there is no credential to call the portal with. */
export type CredentialProblem =
  | 'not-installed'
  | 'reinstall-needed'
  | 'refused'
  | 'payment-required'
  | 'unavailable'
  | 'too-many-renewals'
  | 'store-unavailable';

/** There is no credential to call the portal with, so nothing was sent. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  readonly reason: CredentialProblem;
  /** The error code of the authorization server, if it sent one. */
  readonly code: string | undefined;
  /** Milliseconds until there may be one, if that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: CredentialProblem, details: { code?: string | undefined; retryAfterMs?: number } = {}) {
    super(`no credential: ${reason}`);
    this.reason = reason;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whether a portal has accepted a credential that a caller passed and that has not been verified otherwise. */
export interface Standing {
  /** Whether the portal has accepted it, and has not refused it since. */
  readonly isAccepted: boolean;
  /** The portal has returned a result for it. */
  accepted(): void;
  /** The portal has reported that it is not valid. */
  refused(): void;
}

/** Authorizes calls to one portal. The REST client asks it for every request and does not know what kind it is. */
export interface Credential {
  /** Host and port of the portal it belongs to. */
  readonly portalHost: string;
  /** An opaque name of the portal that is safe to show, and the same for every credential of one portal. */
  readonly portalKey: string;
  /** What the portal charges its work to, among the credentials of the portal: the same on every replica. Not to be shown. */
  readonly chargedAs: string;
  /** Whether it belongs to the caller rather than to the gateway. */
  readonly ofCaller: boolean;
  /** Whether it is that of an application, which a few methods require. */
  readonly ofApplication: boolean;
  /** Undefined for the gateway's own. */
  readonly standing?: Standing;
  /** Rejects with a {@link CredentialError} if it has to be renewed and cannot be. */
  authorize(
    method: string,
    params: Readonly<Record<string, unknown>>,
  ): AuthorizedRequest | Promise<AuthorizedRequest>;
  /** Values that must not occur in any text that leaves the gateway, including recently replaced ones. */
  readonly secrets: readonly Secret[];
}
