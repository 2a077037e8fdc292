import type { CredentialProblem } from '../../credentials/credential.ts';
import type { Method } from './command.ts';
import { StacklessError } from './stackless-error.ts';

/**
 * Why there is no secure connection. `tls-self-signed`: the certificate was signed with its own key. `tls-untrusted`:
 * it was issued by an authority that is not trusted. `tls`: any other reason, such as a server that does not speak TLS.
 */
export type TlsReason =
  'tls-self-signed' | 'tls-untrusted' | 'tls-expired' | 'tls-not-yet-valid' | 'tls-wrong-name' | 'tls';

/** Why there was no response. `proxy`: the gateway's own proxy opened no connection to the portal. */
export type NetworkReason =
  'refused' | 'dns' | 'address-not-allowed' | 'proxy' | 'connection-lost' | 'timeout' | TlsReason;

/** Whether a secure connection failed for a reason that is still there a second later. */
export function isTlsReason(reason: NetworkReason): reason is TlsReason {
  return reason === 'tls' || reason.startsWith('tls-');
}

/** Everything that can be wrong with a call, as a closed union: switch over it exhaustively. */
export type Failure = AttemptFailure | LostWrite;

/** A write whose response was lost, and whose outcome could not be determined since. */
export interface LostWrite {
  readonly kind: 'lost-write';
  /** What was wrong with the last attempt. */
  readonly attempt: AttemptFailure;
  /** Milliseconds until the portal has either executed it or never will. */
  readonly checkAfterMs: number;
  /** Undefined if it creates no record that can be looked up. */
  readonly record: LostRecord | undefined;
}

/** What can be wrong with one attempt, and with calls that were not made. */
export type AttemptFailure =
  /** The portal answered with an error of its own. The client cleans `description` of HTML and secrets. */
  | {
      readonly kind: 'portal';
      /** The portal's code as received, possibly empty. */
      readonly code: string;
      readonly description: string;
      readonly status: number;
      /** Whether the credential was the caller's own, so that the caller must renew it. */
      readonly ofCaller?: boolean;
      /** The credential's token has expired and will be renewed for the next attempt. */
      readonly renewable?: boolean;
    }
  /** There was no credential to call the portal with. `code`: that of the authorization server. */
  | {
      readonly kind: 'no-credential';
      readonly reason: CredentialProblem;
      readonly code: string | undefined;
      /** Milliseconds until there may be one, if that is known. */
      readonly retryAfterMs: number | undefined;
    }
  /** The response is not from the REST service: a proxy's page, a bare status, truncated or undecodable text. */
  | { readonly kind: 'unreadable'; readonly status: number }
  /** The REST service reported success, but the result does not have the documented shape. */
  | { readonly kind: 'unexpected-shape'; readonly detail: string }
  /** The gateway did not read the response to its end, because those of all portals together took too much memory. */
  | { readonly kind: 'displaced' }
  /** The response to a batch has no outcome for the command. */
  | { readonly kind: 'missing' }
  /** No response. `sent` is false only if the portal certainly never saw the request. */
  | { readonly kind: 'network'; readonly reason: NetworkReason; readonly sent: boolean }
  /** A redirect that is not followed. `elsewhere`: it asks for the same request to another host. */
  | { readonly kind: 'redirect'; readonly status: number; readonly elsewhere: boolean }
  /**
   * Not executed: it could not have made its deadline, it was cancelled, an earlier write to the same thing may still be
   * running, or its caller already waits to write the same thing.
   */
  | {
      readonly kind: 'refused-here';
      readonly reason:
        'too-slow' | 'queue-full' | 'cancelled' | 'unsettled' | 'waits-already' | 'no-shared-state';
    }
  /** The response was lost, and the lookup found a record that this write did not create. */
  | { readonly kind: 'taken'; readonly id: string };

/** What is known about a failed call besides its failure. */
export interface ErrorDetails {
  /** When the same call can succeed, if a limit stopped it and the time is known: made by `retryAfter`. */
  readonly retryAfterMs?: number | undefined;
  readonly sending?: Sending | undefined;
}

/** What is known of the record that a lost write may have created, or may still create. */
export interface LostRecord {
  /** The highest known id before the write was sent: the record's is above it. */
  readonly above: bigint;
  /** Whether it may have been deleted, or changed so that no lookup finds it. */
  readonly hidden: boolean;
  /**
   * Resolves with the record's id if it is found in the background while the write may be running, or as soon as it may
   * be hidden; with `absent` if it was not, and a lookup found nothing when the write must have ended. Never rejects.
   */
  readonly foundLater: Promise<bigint | 'hidden' | 'absent' | undefined>;
}

/** The request that a failed write was sent in. */
export interface Sending {
  /** By the client's clock. */
  readonly sentAt: number;
  /** How many commands of the request may still be running; 1 if the portal has answered for others in it. */
  readonly commands: number;
  /** Its place among them, from 1: the portal runs them one after another. */
  readonly place: number;
}

/** A failed call. Holds no address, no parameters and no body, so it may travel anywhere inside the gateway. */
export class Bitrix24Error extends StacklessError {
  override readonly name = 'Bitrix24Error';
  readonly method: Method;
  readonly failure: Failure;
  readonly retryAfterMs: ErrorDetails['retryAfterMs'];
  readonly sending: ErrorDetails['sending'];

  constructor(method: Method, failure: Failure, details: ErrorDetails = {}) {
    super(`${method.name} failed: ${failure.kind}`);
    this.method = method;
    this.failure = failure;
    this.retryAfterMs = details.retryAfterMs;
    this.sending = details.sending;
  }
}

/** An attempt to write whose response was lost. */
export type LostAttempt = Bitrix24Error & { readonly failure: AttemptFailure };

/** Whether the portal executed a failed call: certainly not, unknown, or as the portal itself reported. */
export type Execution = 'not-executed' | 'unknown' | 'answered';

// Checked by the portal before a method runs, whatever the method.
const REFUSED_BEFORE_EXECUTION = new Set(['QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT', 'EXPIRED_TOKEN']);

const NO_AUTHORIZATION_SERVER = 'CONNECTION_ERROR';

// The portal's codes for a method that failed midway: it may or may not have done its work.
const BROKE_DURING_EXECUTION = new Set(['INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER']);

// Every other code with 5xx means a failure midway, be it of the method or of a proxy that writes JSON.
const ANSWERED_WITH_5XX = new Set(['OVERLOAD_LIMIT', 'PORTAL_DELETED']);

/** Whether this code decides if a call counts as executed. */
export function decidesExecution(code: string): boolean {
  const upper = code.toUpperCase();
  const sets = [REFUSED_BEFORE_EXECUTION, BROKE_DURING_EXECUTION, ANSWERED_WITH_5XX];
  return upper === NO_AUTHORIZATION_SERVER || sets.some((codes) => codes.has(upper));
}

/** Conservative: anything that is not certain is `unknown`. */
export function executionOf(failure: Failure): Execution {
  switch (failure.kind) {
    case 'portal': {
      const code = failure.code.toUpperCase();
      if (REFUSED_BEFORE_EXECUTION.has(code)) return 'not-executed';
      if (BROKE_DURING_EXECUTION.has(code)) return 'unknown';
      // The portal could not check the credential. Methods have their own codes for connections to third parties.
      if (code === NO_AUTHORIZATION_SERVER) return failure.status === 401 ? 'not-executed' : 'unknown';
      return failure.status >= 500 && !ANSWERED_WITH_5XX.has(code) ? 'unknown' : 'answered';
    }
    case 'network':
      return failure.sent ? 'unknown' : 'not-executed';
    case 'redirect':
      // Any other redirect may be how a program ends a request that it has executed.
      return failure.elsewhere ? 'not-executed' : 'unknown';
    case 'refused-here':
    case 'no-credential':
      return 'not-executed';
    case 'taken':
      return 'answered';
    case 'unreadable':
    case 'unexpected-shape':
    case 'displaced':
    case 'missing':
    case 'lost-write':
      return 'unknown';
  }
}

/** True for an attempt to write that the portal may have executed although its response did not arrive. */
export function isLostAttempt(error: Bitrix24Error): error is LostAttempt {
  const { method, failure } = error;
  return method.kind === 'write' && failure.kind !== 'lost-write' && executionOf(failure) === 'unknown';
}

/** True for a write that is over for its caller, and that the portal may have executed or not. */
export function isLostWrite(error: Bitrix24Error): error is Bitrix24Error & { readonly failure: LostWrite } {
  return error.failure.kind === 'lost-write';
}

/**
 * Whether a portal refused a call with this code, given in upper case. With a status that says that the call broke midway,
 * a code proves nothing.
 */
export function isPortalError(error: unknown, code: string): error is Bitrix24Error {
  return (
    error instanceof Bitrix24Error &&
    error.failure.kind === 'portal' &&
    error.failure.code.toUpperCase() === code &&
    executionOf(error.failure) !== 'unknown'
  );
}
