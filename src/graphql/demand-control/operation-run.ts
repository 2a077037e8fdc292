import type { AnswerMemory } from '../../bitrix24/answer-memory.ts';
import { createCancellation, type CancelSignal } from '../../bitrix24/cancellation.ts';
import type { Clock } from '../../bitrix24/clock.ts';
import { StoppedError, type StopReason } from './stopped-error.ts';

/** The bounds of an operation while it runs. */
export interface RunBounds {
  /** Commands that a query may send to the portal. */
  readonly commands: number;
  /**
   * The same for a mutation, including its reads. Beyond it, the remaining reads are skipped; its fields are still
   * executed.
   */
  readonly commandsOfMutation: number;
  /** Values in the response. */
  readonly values: number;
  /** Characters of the strings and response keys in the response. */
  readonly characters: number;
  /** Characters of the portal's answers, selected or not. */
  readonly received: number;
  /** Fields that fail. */
  readonly errors: number;
  /** The duration of a query in milliseconds. */
  readonly queryMs: number;
}

/**
 * The bounds that belong to a cost limit. The cost is computed from the schema's assumptions; these bounds hold even if
 * a portal returns more.
 *
 * @param readMs how long one read may take
 */
export function runBounds(costLimit: number, readMs: number): RunBounds {
  return {
    commands: costLimit / COST_OF_COMMAND,
    // A write whose title is taken is followed by a lookup of the line that has the title.
    commandsOfMutation: (2 * costLimit) / COST_OF_COMMAND,
    values: costLimit * VALUES_PER_COST,
    characters: costLimit * CHARACTERS_PER_COST,
    received: costLimit * RECEIVED_PER_COST,
    errors: MAX_ERRORS,
    queryMs: readMs * STEPS,
  };
}

/** The schema's weight for a field that takes one command to the portal. */
const COST_OF_COMMAND = 10;
/** Twice what the cost allows. */
const VALUES_PER_COST = 20;
const CHARACTERS_PER_COST = 800;
/** A page of calls costs 35 and has 70,000. */
const RECEIVED_PER_COST = 4_000;
const MAX_ERRORS = 1_000;
/** Reads that a query may need in sequence: lines, then their calls, then the callers. */
const STEPS = 3;

/** One operation while it runs. */
export interface OperationRun {
  /** Aborted when the client hangs up and when a query stops: calls not yet sent to the portal are canceled. */
  readonly signal: CancelSignal;
  /** The operation's cost; undefined until it is known. */
  cost(): number | undefined;
  /** Records the operation's cost, for the log. */
  costs(cost: number): void;
  /** Why the operation was stopped; undefined while it runs. */
  stopped(): StoppedError | undefined;
  /** The reason why its response must not contain data: what it held is needed for others. Undefined if it may. */
  displaced(): StoppedError | undefined;
  /** Whether there is memory for a mutation, which keeps what it holds until its end. */
  hasRoomForMutation(): boolean;
  /** Starts execution. Only a query may be cut short: what a mutation has sent must be settled and recorded. */
  begin(kind: 'query' | 'mutation'): void;
  /** Execution is over, and the operation can no longer be stopped. It still holds its response. */
  end(): void;
  /** Waits until something happens, but no longer than what the operation holds may be held. */
  untilDisplaced(wait: Promise<void>): Promise<void>;
  /** Its response is no longer in memory, or not in a form that is counted here. */
  release(): void;
  /** Estimates the bytes of its response. */
  responseBytes(): number;
  /** Counts what the operation does, and stops it when it exceeds a bound. */
  count(what: keyof Counts, amount: number): void;
  /**
   * Records that it holds so many bytes more of what the portal has sent, until it is released. If all operations
   * together hold too much, the query that holds most is stopped and loses its data. A mutation is stopped and keeps it.
   */
  hold(bytes: number): void;
  /** Reads from the portal. If a query stops, the promise rejects immediately; a mutation finishes the read. */
  read<T>(send: () => Promise<T>): Promise<T>;
}

export type Counts = Record<'commands' | 'values' | 'characters' | 'received' | 'errors', number>;

export interface OperationRunOptions {
  readonly clock: Clock;
  readonly bounds: RunBounds;
  /** Where all operations record what they hold. */
  readonly memory: AnswerMemory;
  /** Aborted when the client hangs up. */
  readonly clientGone: CancelSignal;
}

/** What a value of the response takes in memory until it is sent. Its strings are those that the portal sent. */
const BYTES_OF_VALUE = 100;

/** What a character and a value take in the text of the response. Punctuation, and letters that are not Latin. */
const TEXT_OF_CHARACTER = 2;
const TEXT_OF_VALUE = 16;

export function createOperationRun({ clock, bounds, memory, clientGone }: OperationRunOptions): OperationRun {
  const aborted = createCancellation();
  const waiting = new Set<(reason: StoppedError) => void>();
  const counts: Counts = { commands: 0, values: 0, characters: 0, received: 0, errors: 0 };
  let kind: 'query' | 'mutation' | undefined;
  let stopped: StoppedError | undefined;
  let displaced: StoppedError | undefined;
  let letGo: (() => void) | undefined;
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

  const holding = memory.open(() => {
    const letsGo = kind !== 'mutation';
    // Later, because another operation is in the middle of recording what it has just received.
    queueMicrotask(() => {
      stop('memory', memory.limit);
      if (!letsGo) return;
      displaced = new StoppedError('memory', memory.limit);
      letGo?.();
    });
    return letsGo;
  });

  const hangUp = () => {
    aborted.abort();
    if (kind !== 'mutation') stop('client-gone', 0);
  };
  if (clientGone.aborted) hangUp();
  else clientGone.addEventListener('abort', hangUp);

  return {
    signal: aborted.signal,
    cost: () => known,
    costs(cost) {
      known = cost;
    },
    stopped: () => stopped,
    displaced: () => displaced,
    hasRoomForMutation: () => memory.mayKeep(),
    begin(begun) {
      kind = begun;
      if (kind === 'mutation') holding.keep();
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
    async untilDisplaced(wait) {
      if (displaced) return;
      const displacement = new Promise<void>((resolve) => (letGo = resolve));
      await Promise.race([wait, displacement]);
    },
    release() {
      holding.release();
    },
    responseBytes: () => counts.characters * TEXT_OF_CHARACTER + counts.values * TEXT_OF_VALUE,
    count(what, amount) {
      // For each value of a response.
      if (what === 'characters') {
        counts.characters += amount;
        if (counts.characters > bounds.characters) stop(what, bounds.characters);
        return;
      }
      counts[what] += amount;
      const bound = what === 'commands' && kind === 'mutation' ? bounds.commandsOfMutation : bounds[what];
      if (counts[what] > bound) stop(what, bound);
      if (what === 'values') holding.add(amount * BYTES_OF_VALUE);
    },
    hold(bytes) {
      holding.add(bytes);
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
