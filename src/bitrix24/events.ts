import type { Origin } from './origin.ts';
import type { Bitrix24Error } from './protocol/errors.ts';
import type { Lane } from './scheduling/choose-request.ts';

/** One command from its arrival in the queue to its outcome. Events about the same command have the same object. */
export interface QueuedCall {
  readonly method: string;
  /** Undefined for what the gateway does for itself. */
  readonly origin: Origin | undefined;
}

/**
 * The events of one portal's calls, for metrics and logs. Holds no parameter, result or secret.
 *
 * - `queued`: a command was queued. `length`: commands waiting, including this one.
 * - `shared`: a read was not sent, because an identical one, `call`, is in flight or queued.
 * - `refused`: a command was not sent, because it could not make its deadline. `call`: undefined if it was never queued, or
 *   is queued for others too.
 * - `cancelled`: an operation was cancelled before a command of it was sent. `call`: undefined if it is queued for others
 *   too.
 * - `sent`: a request was sent. `commands`: how many it carries, more than one in a `batch`. `inFlight`: including it.
 * - `answered`: the outcome of one command of a request. `error`: undefined for a success.
 * - `retried`: a command is queued again after a failure.
 * - `lost`: the response to a write was lost: its outcome is being determined.
 * - `settled`: that has ended; the outcome was determined, or could not be.
 * - `exchanged`: a refresh token of an application was exchanged at the vendor's server, or could not be.
 */
export type PortalEvent =
  | {
      readonly kind: 'queued';
      readonly method: string;
      readonly call: QueuedCall;
      readonly lane: Lane;
      readonly length: number;
    }
  | {
      readonly kind: 'shared';
      readonly method: string;
      readonly call: QueuedCall;
      readonly origin: Origin | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly method: string;
      readonly call: QueuedCall | undefined;
      readonly origin: Origin | undefined;
      readonly reason: 'too-slow' | 'queue-full';
      readonly retryAfterMs: number;
    }
  | {
      readonly kind: 'cancelled';
      readonly method: string;
      readonly call: QueuedCall | undefined;
      readonly origin: Origin | undefined;
    }
  | {
      readonly kind: 'sent';
      readonly lane: Lane;
      readonly commands: readonly {
        readonly method: string;
        readonly call: QueuedCall;
        readonly waitedMs: number;
      }[];
      readonly inFlight: number;
    }
  | {
      readonly kind: 'answered';
      readonly method: string;
      readonly call: QueuedCall;
      readonly error: Bitrix24Error | undefined;
      /** From sending to the response. */
      readonly tookMs: number;
      /** Seconds it ran on the portal, as the portal reports. */
      readonly ranSeconds: number | undefined;
    }
  | {
      readonly kind: 'retried';
      readonly method: string;
      readonly call: QueuedCall;
      readonly error: Bitrix24Error;
      readonly delayMs: number;
    }
  | { readonly kind: 'lost'; readonly method: string; readonly origin: Origin | undefined }
  | {
      readonly kind: 'settled';
      readonly method: string;
      readonly origin: Origin | undefined;
      readonly outcome: 'succeeded' | 'failed' | 'unknown';
      /** From the loss to the outcome. */
      readonly tookMs: number;
    }
  | {
      readonly kind: 'exchanged';
      readonly outcome: 'granted' | 'refused' | 'unavailable';
      /** Undefined if it is not known which portal the tokens belong to. */
      readonly portalKey: string | undefined;
    };

/** Called for every event, in the turn in which it happens. Must not throw. */
export type Observe = (event: PortalEvent) => void;
