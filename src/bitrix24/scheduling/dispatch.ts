import type { Clock } from '../clock.ts';
import type { Observe } from '../events.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error } from '../protocol/errors.ts';
import type { Capacity } from './capacity.ts';
import type { Entry } from './entry.ts';
import type { Fairness } from './fairness.ts';
import { decideRetry } from './retry.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Waiting } from './waiting.ts';

/** An answer that takes this much longer than expected is not waited for: another try may still make the deadline. */
const PATIENCE_MS = { read: 5_000, write: 7_000 } as const;

export interface DispatchOptions {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly observe: Observe;
  readonly queue: Set<Entry>;
  readonly capacity: Capacity;
  readonly fairness: Fairness;
  readonly shared: SharedReads;
  readonly waiting: Waiting;
  /** Queues an entry once more. */
  readonly enqueue: (entry: Entry) => void;
  /** A request has ended: there may be room for another one. */
  readonly onEnd: () => void;
}

/** Sends one request and does with its outcomes what has to be done. Takes its entries from the queue at once. */
export function createDispatch(options: DispatchOptions): (entries: readonly Entry[]) => void {
  const { clock, random, observe, queue, capacity, fairness, shared, waiting, enqueue, onEnd } = options;

  function leaves(entries: readonly Entry[], now: number): () => void {
    const seconds = sumOf(entries);
    const endsAt = now + seconds * 1000;
    const lane = entries[0]?.operation.lane ?? 'interactive';
    for (const entry of entries) {
      queue.delete(entry);
      entry.state = 'in-flight';
      entry.attempts += 1;
    }
    fairness.noteSent(
      entries,
      endsAt,
      [...queue].some(({ operation }) => operation.lane === 'bulk'),
    );
    // The durations as they are now: a command that is queued again has another.
    const reserved = entries.map((entry) => ({ ...budgetedWork(entry), seconds: entry.seconds }));
    for (const { budget, method, seconds: expected } of reserved) budget.reserve(method, expected);
    const end = capacity.begin(now, endsAt, lane);
    observe({
      kind: 'sent',
      lane,
      commands: entries.map((entry) => ({
        method: entry.command.method.name,
        waitedMs: now - entry.queuedAt,
      })),
      inFlight: capacity.inFlight,
    });
    return () => {
      end();
      for (const { budget, method, seconds: expected } of reserved) budget.reserve(method, -expected);
    };
  }

  async function transmit(
    entries: readonly Entry[],
    timeoutMs: number,
  ): Promise<readonly (Reply | Bitrix24Error)[]> {
    const [first] = entries;
    if (!first) return [];
    const { sender, budget } = first.operation.credential;
    if (entries.length === 1) return [await sender.send(first.command, timeoutMs)];
    const { outcomes, time } = await sender.sendBatch(
      entries.map(({ command }) => command),
      timeoutMs,
    );
    // Whether a batch is charged for what it carries is disputed: what the portal says of the batch itself counts.
    if (time?.operating) budget.correct('batch', time.operating, clock.now());
    return outcomes;
  }

  function conclude(entry: Entry, outcome: Reply | Bitrix24Error, sentAt: number, inBatch: boolean): void {
    const now = clock.now();
    const { budget, method } = budgetedWork(entry);
    const error = outcome instanceof Bitrix24Error ? outcome : undefined;
    const time = outcome instanceof Bitrix24Error ? undefined : outcome.time;
    observe({ kind: 'answered', method, error, tookMs: now - sentAt, ranSeconds: time?.seconds });
    if (time) {
      capacity.durations.learn(entry.command.method, time.seconds);
      budget.charge(method, time.seconds, now);
      if (time.operating) budget.correct(method, time.operating, now);
    }
    if (error) afterFailure(entry, error, now, inBatch);
    else waiting.resolve(entry, outcome);
  }

  function afterFailure(entry: Entry, error: Bitrix24Error, now: number, inBatch: boolean): void {
    const { method, failure } = error;
    const decision = decideRetry(method, failure, entry.attempts, random);
    switch (decision.kind) {
      case 'give-up':
        waiting.resolve(entry, error);
        return;
      case 'rate-limited': {
        capacity.bucket.refused(now);
        const retryAfterMs = Math.max(1, Math.ceil(capacity.bucket.waitFor(1, now)));
        again(entry, new Bitrix24Error(method, failure, retryAfterMs), 0);
        return;
      }
      case 'method-limited': {
        const { budget } = entry.operation.credential;
        const retryAfterMs = Math.max(1, Math.ceil(budget.refused(method.name, now)));
        again(entry, new Bitrix24Error(method, failure, retryAfterMs), retryAfterMs);
        return;
      }
      case 'again':
        again(entry, error, inBatch ? 0 : decision.delayMs);
    }
  }

  /** Queues a command once more, unless it could not be answered in time: then what was said is the answer. */
  function again(entry: Entry, error: Bitrix24Error, delayMs: number): void {
    entry.lastError = error;
    entry.state = 'resting';
    const waiters = [...entry.waiters];
    const latest = Math.max(...waiters.map(({ deadline }) => deadline.queueUntil));
    const isWanted = waiters.some(({ gone }) => !gone);
    if (!isWanted || clock.now() + delayMs + entry.seconds * 1000 > latest) {
      waiting.resolve(entry, error);
      return;
    }
    observe({ kind: 'retried', method: error.method.name, error, delayMs });
    if (delayMs === 0) enqueue(entry);
    else {
      clock.after(delayMs, () => {
        enqueue(entry);
      });
    }
  }

  async function run(entries: readonly Entry[]): Promise<void> {
    const now = clock.now();
    const isWrite = entries[0]?.command.method.kind === 'write';
    const end = leaves(entries, now);
    // What is read from now on may be newer than what is being read.
    if (isWrite) shared.clear();
    try {
      const outcomes = await transmit(entries, timeoutOf(entries, now));
      end();
      if (isWrite) shared.clear();
      entries.forEach((entry, index) => {
        const outcome = outcomes[index];
        if (!outcome) throw new Error('a request without an outcome for each of its commands');
        conclude(entry, outcome, now, entries.length > 1);
      });
    } catch (fault) {
      end();
      // A fault of our own: those who wait must learn of it, and the queue must go on.
      for (const entry of entries) waiting.reject(entry, fault);
    } finally {
      onEnd();
    }
  }

  return (entries) => {
    void run(entries);
  };
}

function sumOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { seconds }) => sum + seconds, 0);
}

function budgetedWork({ command, operation }: Entry) {
  return { budget: operation.credential.budget, method: command.method.name };
}

function timeoutOf(entries: readonly Entry[], now: number): number {
  const latest = Math.max(
    ...entries.flatMap(({ waiters }) => [...waiters].map(({ deadline }) => deadline.answerBy)),
  );
  const kind = entries[0]?.command.method.kind ?? 'read';
  return Math.max(1, Math.min(latest - now, PATIENCE_MS[kind] + 2_000 * sumOf(entries)));
}
