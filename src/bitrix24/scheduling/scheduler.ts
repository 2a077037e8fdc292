import type { CancelSignal } from '../cancellation.ts';
import type { Clock } from '../clock.ts';
import type { Observe } from '../events.ts';
import { isSafeInBatch } from '../protocol/batch.ts';
import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error } from '../protocol/errors.ts';
import { refusedHere } from '../protocol/retry-after.ts';
import type { Sender } from '../protocol/sender.ts';
import { createAdmission } from './admission.ts';
import { createCapacity } from './capacity.ts';
import type { Deadline } from './deadline.ts';
import { createDispatch } from './dispatch.ts';
import type { QueueEntry } from './queue-entry.ts';
import { createFairness } from './fairness.ts';
import { createOperatingBudget, type OperatingBudget } from './operating-budget.ts';
import type { OnSent, OperationState } from './operation-state.ts';
import { createSendLoop } from './send-loop.ts';
import { createQueue } from './queue.ts';
import type { RateBucket } from './rate-bucket.ts';
import type { WriteRuns } from './write-runs.ts';
import { createSharedReads } from './shared-reads.ts';
import { createWaiters } from './waiters.ts';

/** The queue in front of one portal: decides when each command is sent, and with which others. */
export interface Scheduler {
  /** Opens an operation: a set of commands with one caller and one signal. */
  open(options: OperationOptions): Operation;
  load(): Load;
  /** Seconds that each method has run with the credential of a sender in the last ten minutes. */
  operatingSeconds(sender: Sender): ReadonlyMap<string, number>;
}

/** How busy a portal is. */
export interface Load {
  /** Commands that wait to be sent. */
  readonly waiting: number;
  /** Requests in flight that have not stalled. */
  readonly inFlight: number;
  /** How full the rate bucket is, from 0 to 1; 0 without a limit. */
  readonly bucketLevel: number;
}

export interface OperationOptions {
  readonly sender: Sender;
  /** The caller it belongs to: operations of one caller share the caller's capacity. */
  readonly caller: string;
  /** Aborted when the caller no longer waits for the operation. */
  readonly signal?: CancelSignal | undefined;
  readonly onSent?: OnSent | undefined;
}

export interface Operation {
  /** Announces how many commands are about to come, so that bulk work yields to others. */
  announce(commands: number): void;
  /**
   * Queues a command and returns its outcome. An identical read in flight is shared.
   *
   * A command that is not expected to finish by its deadline is refused instead of being sent.
   */
  run<T>(command: Query<T>, deadline: Deadline): Promise<Reply<T> | Bitrix24Error>;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  /** From 0 to below 1, like Math.random. */
  readonly random: () => number;
  /** Creates the rate bucket, which calls the function whenever more may be sent than before. */
  readonly createBucket: (onChange: () => void) => RateBucket;
  /**
   * Creates the operating budget of a sender's credential, which calls the function whenever it has changed by itself. By
   * default, it is known to this process only.
   */
  readonly createBudget?: ((sender: Sender, onChange: () => void) => OperatingBudget) | undefined;
  /** Notified of every request that writes. */
  readonly writeRuns: WriteRuns;
  readonly observe?: Observe | undefined;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { clock, random, createBucket, writeRuns, observe = () => undefined } = options;
  const { createBudget = () => createOperatingBudget() } = options;
  const queue = createQueue();
  const bucket = createBucket(() => {
    sendSoon();
  });
  const capacity = createCapacity(bucket);
  const fairness = createFairness((sender) =>
    createBudget(sender, () => {
      sendSoon();
    }),
  );
  const shared = createSharedReads();
  const admission = createAdmission({ now: () => clock.now(), observe, capacity, fairness, queue });
  const waiters = createWaiters({
    clock,
    observe,
    tooSlow: ({ command, operation }) =>
      refusedHere(command.method, 'too-slow', admission.waitMs(command, operation)),
    onEnd(entry) {
      queue.delete(entry);
      shared.remove(entry);
    },
  });
  const dispatch = createDispatch({
    clock,
    random,
    observe,
    queue,
    capacity,
    fairness,
    shared,
    waiters,
    writeRuns,
    enqueue,
    onEnd: () => {
      sendSoon();
    },
  });
  const sendSoon = createSendLoop({ clock, queue, capacity, fairness, dispatch });

  function enqueue(entry: QueueEntry): void {
    if (entry.waiters.size === 0) return;
    const { method } = entry.command;
    entry.state = 'queued';
    entry.queuedAt = clock.now();
    entry.seconds = capacity.durations.expected(method);
    queue.add(entry);
    observe({
      kind: 'queued',
      method: method.name,
      call: entry.call,
      lane: entry.operation.lane,
      length: queue.size,
    });
    sendSoon();
  }

  function serveWith(entry: QueueEntry, operation: OperationState): void {
    if (entry.state !== 'queued') {
      entry.operation = operation;
      return;
    }
    queue.delete(entry);
    entry.operation = operation;
    queue.add(entry);
  }

  return {
    open({ sender, caller, signal, onSent }) {
      const operation = fairness.open(sender, caller, clock.now(), onSent);
      const cancellations = new Set<() => void>();
      signal?.addEventListener('abort', () => {
        for (const cancel of cancellations) cancel();
      });

      async function run(command: Query, deadline: Deadline): Promise<Reply | Bitrix24Error> {
        const { method, params } = command;
        fairness.noteActive(operation, clock.now());
        const refreshed = operation.credential.budget.refresh();
        if (refreshed) await refreshed;
        if (signal?.aborted) return new Bitrix24Error(method, { kind: 'refused-here', reason: 'cancelled' });
        const sharable = shared.find(command, operation);
        if (sharable) {
          observe({ kind: 'shared', method: method.name, call: sharable.call, origin: command.origin });
          if (operation.lane === 'interactive') serveWith(sharable, operation);
          return waiters.join(sharable, command.origin, deadline, cancellations);
        }
        const seconds = capacity.durations.expected(method);
        const refused = admission.refusalOf(command, operation, seconds, deadline);
        if (refused) return refused;
        const entry: QueueEntry = {
          command,
          call: { method: method.name, origin: command.origin },
          alone: !isSafeInBatch(params) || (method.kind === 'write' && method.settlement === 'never'),
          operation,
          answerBy: deadline.answerBy,
          seconds,
          state: 'queued',
          queuedAt: clock.now(),
          attempts: 0,
          lastError: undefined,
          waiters: new Set(),
        };
        operation.wanted += seconds;
        shared.add(entry);
        const outcome = waiters.join(entry, command.origin, deadline, cancellations);
        enqueue(entry);
        return outcome;
      }

      return {
        announce(commands) {
          fairness.announce(operation, commands);
        },
        // The queue knows no result types; the value was made by the decoder of this very command.
        run: <T>(command: Query<T>, deadline: Deadline) =>
          run(command, deadline) as Promise<Reply<T> | Bitrix24Error>,
      };
    },
    load() {
      const now = clock.now();
      const { burst } = bucket;
      return {
        waiting: queue.size,
        inFlight: capacity.inFlight(now),
        bucketLevel: burst === Infinity ? 0 : Math.min(1, 1 - bucket.tokens(now) / burst),
      };
    },
    operatingSeconds: (sender) => fairness.budgetOf(sender).used(clock.now()),
  };
}
