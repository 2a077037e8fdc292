import type { Bitrix24Error } from './protocol/errors.ts';
import type { Lane } from './scheduling/choose-request.ts';

/**
 * What happens to the calls of one portal, for those who count and log. Holds no parameter, result or secret.
 *
 * - `queued`: a command waits to be sent. `length`: commands waiting, this one included.
 * - `shared`: a read was not sent, because an identical one is under way.
 * - `refused`: a command was not sent, because it could not be answered in time.
 * - `cancelled`: nobody waits any more for a command that was not sent.
 * - `sent`: a request left. `commands`: what it carries, more than one in a `batch`. `inFlight`: this one included.
 * - `answered`: the outcome of one command of a request. `error`: undefined for a success.
 * - `retried`: a command is queued once more after a failure.
 * - `settled`: a write was lost; its outcome was found out, or not.
 */
export type PortalEvent =
  | { readonly kind: 'queued'; readonly method: string; readonly lane: Lane; readonly length: number }
  | { readonly kind: 'shared'; readonly method: string }
  | {
      readonly kind: 'refused';
      readonly method: string;
      readonly reason: 'too-slow' | 'queue-full';
      readonly retryAfterMs: number;
    }
  | { readonly kind: 'cancelled'; readonly method: string }
  | {
      readonly kind: 'sent';
      readonly lane: Lane;
      readonly commands: readonly { readonly method: string; readonly waitedMs: number }[];
      readonly inFlight: number;
    }
  | {
      readonly kind: 'answered';
      readonly method: string;
      readonly error: Bitrix24Error | undefined;
      /** From sending to the answer. */
      readonly tookMs: number;
      /** Seconds it ran on the portal, as the portal says. */
      readonly ranSeconds: number | undefined;
    }
  | {
      readonly kind: 'retried';
      readonly method: string;
      readonly error: Bitrix24Error;
      readonly delayMs: number;
    }
  | {
      readonly kind: 'settled';
      readonly method: string;
      readonly outcome: 'succeeded' | 'failed' | 'unknown';
      /** From the loss to the outcome. */
      readonly tookMs: number;
    };

/** Called for every event, in the turn in which it happens. Must not throw. */
export type Observe = (event: PortalEvent) => void;
