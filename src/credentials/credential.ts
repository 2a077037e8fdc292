import type { Secret } from '../config/secret.ts';

/** What a REST request must carry so that the portal knows who is asking. */
export interface AuthorizedRequest {
  /** The full address. Secret, because a webhook's code is part of its path. */
  readonly url: Secret;
  /** Parameters to send in the JSON body, those of the credential included. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Something that may call one portal. The REST client asks it for every request and knows no kinds of it. */
export interface Credential {
  /** Host and port of the portal it belongs to. */
  readonly portalHost: string;
  /** An opaque name of the portal that is safe to show: the same for every credential of one portal. */
  readonly portalKey: string;
  /** Whether it is the caller's own, as opposed to the gateway's. */
  readonly ofCaller: boolean;
  authorize(method: string, params: Readonly<Record<string, unknown>>): AuthorizedRequest;
  /** Everything that must not occur in any text that leaves the gateway. */
  readonly secrets: readonly Secret[];
}
