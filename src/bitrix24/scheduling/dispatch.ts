import type { Clock } from '../clock.ts';
import type { Observe } from '../events.ts';
import type { OperatingReport, Reply } from '../protocol/envelope.ts';
import { Bitrix24Error } from '../protocol/errors.ts';
import { stoppedCall } from '../protocol/retry-after.ts';
import type { WriteRuns } from './write-runs.ts';
import type { Capacity, InFlight } from './capacity.ts';
import type { QueueEntry } from './queue-entry.ts';
import type { Fairness } from './fairness.ts';
import { createHopeless } from './hopeless.ts';
import { timeoutOf } from './patience.ts';
import type { Queue } from './queue.ts';
import { decideRetry, isMethodLimited, isRenewable } from './retry.ts';
import { endOf, withSending } from './sending.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Waiters } from './waiters.ts';

export interface DispatchOptions {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly observe: Observe;
  readonly queue: Queue;
  readonly capacity: Capacity;
  readonly fairness: Fairness;
  readonly shared: SharedReads;
  readonly waiters: Waiters;
  readonly writeRuns: WriteRuns;
  /** Queues an entry again. */
  readonly enqueue: (entry: QueueEntry) => void;
  /** A request has ended: there may be room for another one. */
  readonly onEnd: () => void;
}

/** How the outcome of a command came: of its own request, or of a batch that the portal may have refused as a whole. */
type Via = 'single' | 'batch' | 'refused-batch';

interface Transmitted {
  readonly outcomes: readonly (Reply | Bitrix24Error)[];
  readonly via: Via;
}

/** Sends one request and handles its outcomes. Removes its entries from the queue immediately. */
export function createDispatch(options: DispatchOptions): (entries: readonly QueueEntry[]) => void {
  const { clock, random, observe, queue, capacity, fairness, shared, waiters, writeRuns, enqueue, onEnd } =
    options;
  const hopeless = createHopeless({ clock, queue, waiters });

  function leaves(entries: readonly QueueEntry[], now: number): InFlight {
    const endsAt = now + sumOf(entries) * 1000;
    const [first] = entries;
    const lane = first ? fairness.laneOf(first.operation, now) : 'interactive';
    for (const entry of entries) {
      queue.delete(entry);
      entry.state = 'in-flight';
      entry.attempts += 1;
    }
    const bulkWaits = [...queue.groups()].some((group) => group.lane === 'bulk' || group.caller.waiting > 1);
    fairness.noteSent(entries, { lane, endsAt, bulkWaits, tokenMs: capacity.tokenMs });
    const ends = entries.map((entry) => {
      const { budget, method } = budgetedWork(entry);
      return budget.begin(method, entry.operation.caller.name, entry.seconds, now, endsAt);
    });
    for (const { operation, queuedAt } of entries) operation.onSent?.(now - queuedAt);
    const request = capacity.begin(now, endsAt, lane);
    observe({
      kind: 'sent',
      lane,
      commands: entries.map((entry) => ({
        method: entry.command.method.name,
        call: entry.call,
        waitedMs: now - entry.queuedAt,
      })),
      inFlight: capacity.inFlight(now),
    });
    return {
      answered: request.answered,
      end() {
        request.end();
        for (const end of ends.splice(0)) end();
      },
    };
  }

  async function transmit(
    entries: readonly QueueEntry[],
    timeoutMs: number,
    onSend: () => void,
  ): Promise<Transmitted> {
    const [first] = entries;
    if (!first) return { outcomes: [], via: 'single' };
    const { sender, budget } = first.operation.credential;
    if (entries.length === 1)
      return { outcomes: [await sender.send(first.command, timeoutMs, onSend)], via: 'single' };
    const { outcomes, time, failure } = await sender.sendBatch(
      entries.map(({ command }) => command),
      timeoutMs,
      onSend,
    );
    // It is disputed whether a batch is charged for its commands: what the portal reports for the batch itself counts.
    if (time?.operating) budget.report('batch', time.operating, clock.now());
    if (failure && isMethodLimited(failure)) {
      budget.refused('batch', clock.now());
      return { outcomes, via: 'refused-batch' };
    }
    if (!failure && budget.refusedFor('batch', clock.now()) > 0)
      budget.ran('batch', first.operation.caller.name, 0, clock.now());
    return { outcomes, via: 'batch' };
  }

  function conclude(entry: QueueEntry, outcome: Reply | Bitrix24Error, sentAt: number, via: Via): void {
    const now = clock.now();
    const { budget, method } = budgetedWork(entry);
    const error = outcome instanceof Bitrix24Error ? outcome : undefined;
    const time = outcome instanceof Bitrix24Error ? undefined : outcome.time;
    observe({
      kind: 'answered',
      method,
      call: entry.call,
      error,
      tookMs: now - sentAt,
      ranSeconds: time?.seconds,
    });
    if (time) capacity.durations.learn(entry.command.method, time.seconds, now);
    if (!error) budget.ran(method, entry.operation.caller.name, time?.seconds ?? 0, now);
    if (error?.failure.kind === 'network' && error.failure.reason === 'timeout' && via === 'single')
      capacity.durations.learnTimeout(entry.command.method, (now - sentAt) / 1000);
    if (error) afterFailure(entry, error, now, via);
    else waiters.resolve(entry, outcome);
  }

  /** Records what the portal reports about its budgets. */
  function reportBudgets(entries: readonly QueueEntry[], outcomes: readonly (Reply | Bitrix24Error)[]): void {
    const latest = new Map<string, OperatingReport>();
    entries.forEach(({ command }, index) => {
      const outcome = outcomes[index];
      const report = outcome instanceof Bitrix24Error ? undefined : outcome?.time?.operating;
      if (report) latest.set(command.method.name, report);
    });
    const budget = entries[0]?.operation.credential.budget;
    for (const [method, report] of latest) budget?.report(method, report, clock.now());
    if (budget) hopeless.refuseUnaffordable(budget, latest);
  }

  function afterFailure(entry: QueueEntry, error: Bitrix24Error, now: number, via: Via): void {
    const { method, failure } = error;
    const decision = decideRetry(method, failure, entry.attempts, random);
    switch (decision.kind) {
      case 'give-up':
        waiters.resolve(entry, error);
        return;
      case 'rate-limited': {
        capacity.bucket.refused(now);
        again(entry, stoppedCall(method, failure, capacity.bucket.waitFor(1, now)), 0);
        return;
      }
      case 'method-limited': {
        const { budget } = entry.operation.credential;
        if (via === 'refused-batch') {
          // The portal refused the batch, and not the command: it may run by itself.
          again(entry, error, 0, false);
          return;
        }
        const refusal = stoppedCall(method, failure, budget.refused(method.name, now));
        again(entry, refusal, 0);
        hopeless.refuseOthers(entry, refusal);
        return;
      }
      case 'again':
        again(entry, error, via === 'single' ? decision.delayMs : 0, !isRenewable(failure));
    }
  }

  /**
   * Retries a command after a delay. If a retry could not finish in time, the error becomes its outcome, unless it says
   * nothing about the command: then there was no time.
   */
  function again(entry: QueueEntry, error: Bitrix24Error, delayMs: number, isOfCommand = true): void {
    entry.lastError = isOfCommand ? error : undefined;
    entry.state = 'resting';
    if (!hopeless.isInTime(entry, Math.max(delayMs, error.retryAfterMs ?? 0))) {
      if (isOfCommand) waiters.resolve(entry, error);
      else waiters.giveUp(entry);
      return;
    }
    observe({ kind: 'retried', method: error.method.name, call: entry.call, error, delayMs });
    if (delayMs === 0) enqueue(entry);
    else {
      clock.after(delayMs, () => {
        enqueue(entry);
      });
    }
  }

  async function run(entries: readonly QueueEntry[]): Promise<void> {
    const now = clock.now();
    const isWrite = entries[0]?.command.method.kind === 'write';
    const request = leaves(entries, now);
    const writeRun = isWrite ? writeRuns.begin(entries.length) : undefined;
    // A read that starts now may return newer data than one in flight.
    if (isWrite) shared.clear();
    try {
      const { outcomes, via } = await transmit(
        entries,
        timeoutOf(entries, now, capacity.durations, writeRuns.limitMs),
        () => {
          writeRun?.sent();
        },
      );
      request.end();
      const how = endOf(outcomes);
      writeRun?.end(how);
      if (outcomes.some(isAnswered)) request.answered();
      if (isWrite) shared.clear();
      entries.forEach((entry, index) => {
        const outcome = outcomes[index];
        if (!outcome) throw new Error('a request without an outcome for each of its commands');
        conclude(entry, writeRun ? withSending(outcome, writeRun, how, index) : outcome, now, via);
      });
      reportBudgets(entries, outcomes);
    } catch (fault) {
      request.end();
      writeRun?.end('lost');
      // A bug in the gateway: waiters must get the error, and the queue must keep running.
      for (const entry of entries) waiters.reject(entry, fault);
    } finally {
      onEnd();
    }
  }

  return (entries) => {
    void run(entries);
  };
}

/** Whether the portal itself responded, as opposed to a proxy or nothing at all. */
function isAnswered(outcome: Reply | Bitrix24Error): boolean {
  return !(outcome instanceof Bitrix24Error) || outcome.failure.kind === 'portal';
}

function sumOf(entries: readonly QueueEntry[]): number {
  return entries.reduce((sum, { seconds }) => sum + seconds, 0);
}

function budgetedWork({ command, operation }: QueueEntry) {
  return { budget: operation.credential.budget, method: command.method.name };
}
