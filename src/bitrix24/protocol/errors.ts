import type { CredentialProblem } from '../../credentials/credential.ts';
import type { Method } from './command.ts';

/** Why the network gave no answer. */
export type NetworkReason = 'refused' | 'dns' | 'address-not-allowed' | 'tls' | 'connection-lost' | 'timeout';

/** Everything that can be wrong with a call, as a closed union: switch over it exhaustively. */
export type Failure =
  /** The portal answered with an error of its own. The client cleans `description` of HTML and secrets. */
  | {
      readonly kind: 'portal';
      /** The portal's code as it came, possibly empty. */
      readonly code: string;
      readonly description: string;
      readonly status: number;
      /** Whether the credential was the caller's own, so that it is the caller who must renew it. */
      readonly ofCaller?: boolean;
      /** The credential's token has expired and will be another one the next time. */
      readonly renewable?: boolean;
    }
  /** There was nothing to call the portal with. `code`: what the authorization server said. */
  | { readonly kind: 'no-credential'; readonly reason: CredentialProblem; readonly code: string | undefined }
  /** Something answered, but not the REST service: a proxy's page, a bare status, cut-off or undecodable text. */
  | { readonly kind: 'unreadable'; readonly status: number }
  /** The REST service answered with success, but not in the documented shape. */
  | { readonly kind: 'unexpected-shape'; readonly detail: string }
  /** A batch came back without an answer to the command. */
  | { readonly kind: 'missing' }
  /** No answer. `sent` is false only if it is certain that the portal never saw the request. */
  | { readonly kind: 'network'; readonly reason: NetworkReason; readonly sent: boolean }
  /** A redirect that is not followed. `elsewhere`: it says to send the same request to another host. */
  | { readonly kind: 'redirect'; readonly status: number; readonly elsewhere: boolean }
  /**
   * Not carried out: it could not have been answered in time, nobody waited for it any more, or an earlier write of the
   * same thing may still be running.
   */
  | { readonly kind: 'refused-here'; readonly reason: 'too-slow' | 'queue-full' | 'cancelled' | 'unsettled' }
  /** The answer was lost, and the lookup found a record that this write did not create. */
  | { readonly kind: 'taken'; readonly id: string };

/** What is known of a failed call beside its failure. */
export interface ErrorDetails {
  /** Milliseconds until the same call can succeed, where a limit is what stopped it and that is known. */
  readonly retryAfterMs?: number | undefined;
  /** Of a lost write: milliseconds until the portal has either carried it out or never will. */
  readonly checkAfterMs?: number | undefined;
  /** The request that it was sent with: by the clock of the client, and how many commands it carried. */
  readonly sending?: { readonly sentAt: number; readonly commands: number } | undefined;
}

/** A failed call. Holds no address, no parameters and no body, so it may travel anywhere inside the gateway. */
export class Bitrix24Error extends Error {
  override readonly name = 'Bitrix24Error';
  readonly method: Method;
  readonly failure: Failure;
  readonly retryAfterMs: ErrorDetails['retryAfterMs'];
  readonly checkAfterMs: ErrorDetails['checkAfterMs'];
  readonly sending: ErrorDetails['sending'];

  constructor(method: Method, failure: Failure, details: ErrorDetails = {}) {
    super(`${method.name} failed: ${failure.kind}`);
    this.method = method;
    this.failure = failure;
    this.retryAfterMs = details.retryAfterMs;
    this.checkAfterMs = details.checkAfterMs;
    this.sending = details.sending;
  }
}

/** Whether the portal carried a failed call out: certainly not, perhaps, or it said itself what became of it. */
export type Execution = 'not-executed' | 'unknown' | 'answered';

// Checked by the portal before a method runs, whatever the method.
const REFUSED_BEFORE_EXECUTION = new Set(['QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT', 'EXPIRED_TOKEN']);

const NO_AUTHORIZATION_SERVER = 'CONNECTION_ERROR';

// What the portal answers when a method broke half-way: it may have done its work or not.
const BROKE_DURING_EXECUTION = new Set(['INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER']);

// Every other code with 5xx says that something broke half-way, be it the method or a proxy that writes JSON.
const ANSWERED_WITH_5XX = new Set(['OVERLOAD_LIMIT', 'PORTAL_DELETED']);

/** Whether it depends on this code if a call counts as executed. */
export function decidesExecution(code: string): boolean {
  const upper = code.toUpperCase();
  const sets = [REFUSED_BEFORE_EXECUTION, BROKE_DURING_EXECUTION, ANSWERED_WITH_5XX];
  return upper === NO_AUTHORIZATION_SERVER || sets.some((codes) => codes.has(upper));
}

/** Judges by proof only: whatever leaves a doubt is `unknown`. */
export function executionOf(failure: Failure): Execution {
  switch (failure.kind) {
    case 'portal': {
      const code = failure.code.toUpperCase();
      if (REFUSED_BEFORE_EXECUTION.has(code)) return 'not-executed';
      if (BROKE_DURING_EXECUTION.has(code)) return 'unknown';
      // The portal could not check the credential. Methods have codes of their own for connections to others.
      if (code === NO_AUTHORIZATION_SERVER) return failure.status === 401 ? 'not-executed' : 'unknown';
      return failure.status >= 500 && !ANSWERED_WITH_5XX.has(code) ? 'unknown' : 'answered';
    }
    case 'network':
      return failure.sent ? 'unknown' : 'not-executed';
    case 'redirect':
      // Any other redirect may be how a program ends a request that it carried out.
      return failure.elsewhere ? 'not-executed' : 'unknown';
    case 'refused-here':
    case 'no-credential':
      return 'not-executed';
    case 'taken':
      return 'answered';
    case 'unreadable':
    case 'unexpected-shape':
    case 'missing':
      return 'unknown';
  }
}

/** True for a write that the portal may have carried out although no answer of its own came back. */
export function isLostWrite(error: Bitrix24Error): boolean {
  return error.method.kind === 'write' && executionOf(error.failure) === 'unknown';
}

/** Whether a portal refused a call with this code, given in upper case. */
export function isPortalError(error: unknown, code: string): error is Bitrix24Error {
  return (
    error instanceof Bitrix24Error &&
    error.failure.kind === 'portal' &&
    error.failure.code.toUpperCase() === code
  );
}
