import type { Secret } from '../config/secret.ts';

/** What a REST request must carry so that the portal knows who is asking. */
export interface AuthorizedRequest {
  /** The full address. Secret, because a webhook's code is part of its path. */
  readonly url: Secret;
  /** Parameters to send in the JSON body, those of the credential included. */
  readonly params: Readonly<Record<string, unknown>>;
  /** To be called if the portal says that this request's token has expired. Undefined where it cannot be renewed. */
  readonly onExpired?: () => void;
}

/** Why there is nothing to call the portal with. */
export type CredentialProblem =
  'not-installed' | 'reinstall-needed' | 'refused' | 'payment-required' | 'unavailable';

/** There is nothing to call the portal with, so nothing was sent to it. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  readonly reason: CredentialProblem;
  /** What the authorization server said, if it did. */
  readonly code: string | undefined;

  constructor(reason: CredentialProblem, code?: string) {
    super(`no credential: ${reason}`);
    this.reason = reason;
    this.code = code;
  }
}

/** Something that may call one portal. The REST client asks it for every request and knows no kinds of it. */
export interface Credential {
  /** Host and port of the portal it belongs to. */
  readonly portalHost: string;
  /** An opaque name of the portal that is safe to show: the same for every credential of one portal. */
  readonly portalKey: string;
  /** Whether it is the caller's own, as opposed to the gateway's. */
  readonly ofCaller: boolean;
  /** Rejects with a {@link CredentialError} where it has to be renewed and cannot. */
  authorize(
    method: string,
    params: Readonly<Record<string, unknown>>,
  ): AuthorizedRequest | Promise<AuthorizedRequest>;
  /** Everything that must not occur in any text that leaves the gateway. */
  readonly secrets: readonly Secret[];
}
