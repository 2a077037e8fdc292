import type { Clock } from '../../bitrix24/clock.ts';
import { StoppedError, type StopReason } from './stopped-error.ts';

/** How far an operation may go while it runs. */
export interface RunBounds {
  /** Commands to the portal, of a query. */
  readonly commands: number;
  /** The same of a mutation, its reads included. Beyond it nothing is read that is left; its fields are still carried out. */
  readonly commandsOfMutation: number;
  /** Values in the answer. */
  readonly values: number;
  /** Characters of the texts and response keys in the answer. */
  readonly characters: number;
  /** Fields that fail. */
  readonly errors: number;
  /** Milliseconds from the beginning of a query to its end. */
  readonly queryMs: number;
}

/**
 * The bounds that go with a limit of cost. The cost is computed from what the schema assumes; if a portal returns more,
 * these hold all the same.
 *
 * @param readMs how long one read may take
 */
export function runBounds(costLimit: number, readMs: number): RunBounds {
  return {
    commands: costLimit / COST_OF_COMMAND,
    // A write whose title is taken is followed by a lookup of the line that has it.
    commandsOfMutation: (2 * costLimit) / COST_OF_COMMAND,
    values: costLimit * VALUES_PER_COST,
    characters: costLimit * CHARACTERS_PER_COST,
    errors: MAX_ERRORS,
    queryMs: readMs * STEPS,
  };
}

/** The weight in the schema of a field that takes one command to the portal. */
const COST_OF_COMMAND = 10;
/** Twice as many as the cost allows for. */
const VALUES_PER_COST = 20;
const CHARACTERS_PER_COST = 800;
const MAX_ERRORS = 1_000;
/** Reads that a query may need one after another: lines, then their calls, then who called. */
const STEPS = 3;

/** One operation while it runs. */
export interface OperationRun {
  /** Aborted when the client is gone, and when a query stops: what was not sent to the portal is cancelled. */
  readonly signal: AbortSignal;
  /** What the operation was found to cost; undefined until that is known. */
  cost(): number | undefined;
  /** Takes note of what the operation costs, for the log. */
  costs(cost: number): void;
  /** Why the operation does not go on; undefined while it does. */
  stopped(): StoppedError | undefined;
  /** Begins to execute. Only a query may be cut short: what a mutation has sent must be settled and recorded. */
  begin(kind: 'query' | 'mutation'): void;
  end(): void;
  /** Counts what the operation does. Stops it where that passes a bound. */
  count(what: keyof Counts, amount: number): void;
  /** Reads from the portal. For a query that stops the promise is rejected at once; a mutation reads to the end. */
  read<T>(send: () => Promise<T>): Promise<T>;
}

export type Counts = Record<'commands' | 'values' | 'characters' | 'errors', number>;

/** @param clientGone aborted when the client hangs up */
export function createOperationRun(clock: Clock, bounds: RunBounds, clientGone: AbortSignal): OperationRun {
  const aborted = new AbortController();
  const waiting = new Set<(reason: StoppedError) => void>();
  const counts: Counts = { commands: 0, values: 0, characters: 0, errors: 0 };
  let kind: 'query' | 'mutation' | undefined;
  let stopped: StoppedError | undefined;
  let known: number | undefined;
  let cancelDeadline: (() => void) | undefined;

  function stop(reason: StopReason, limit: number): void {
    if (stopped) return;
    stopped = new StoppedError(reason, limit);
    if (kind === 'mutation') return;
    aborted.abort();
    for (const reject of waiting) reject(stopped);
    waiting.clear();
  }

  const hangUp = () => {
    aborted.abort();
    if (kind !== 'mutation') stop('client-gone', 0);
  };
  if (clientGone.aborted) hangUp();
  else clientGone.addEventListener('abort', hangUp, { once: true });

  return {
    signal: aborted.signal,
    cost: () => known,
    costs(cost) {
      known = cost;
    },
    stopped: () => stopped,
    begin(begun) {
      kind = begun;
      if (kind === 'query') {
        cancelDeadline = clock.after(bounds.queryMs, () => {
          stop('deadline', bounds.queryMs);
        });
      }
    },
    end() {
      cancelDeadline?.();
      clientGone.removeEventListener('abort', hangUp);
    },
    count(what, amount) {
      counts[what] += amount;
      const bound = what === 'commands' && kind === 'mutation' ? bounds.commandsOfMutation : bounds[what];
      if (counts[what] > bound) stop(what, bound);
    },
    read(send) {
      if (kind === 'mutation') return send();
      return new Promise((resolve, reject) => {
        if (stopped) {
          reject(stopped);
          return;
        }
        waiting.add(reject);
        void send()
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
      });
    },
  };
}
