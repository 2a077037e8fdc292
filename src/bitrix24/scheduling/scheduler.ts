import { isSafeInBatch } from '../protocol/batch.ts';
import { chooseRequest, type Lane } from './choose-request.ts';
import type { Clock } from '../clock.ts';
import { createDurations } from './durations.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, type Failure } from '../protocol/errors.ts';
import { finishTime, startMoments } from './finish-time.ts';
import type { Query } from '../protocol/command.ts';
import type { Deadline } from './deadline.ts';
import { createOperatingBudget } from './operating-budget.ts';
import type { RateBucket } from './rate-bucket.ts';
import { decideRetry } from './retry.ts';
import type { Sender } from '../protocol/sender.ts';

/** The queue in front of one portal: decides when each command is sent, and with which others. */
export interface Scheduler {
  /** Opens an operation: commands that somebody waits for together. */
  open(sender: Sender, signal?: AbortSignal): Operation;
  /** Forgets what it has learned of a credential that is not expected to call again. */
  forget(sender: Sender): void;
}

export interface Operation {
  /** Says how many commands are about to come, so that many of them give way to those of others. */
  announce(commands: number): void;
  /**
   * Queues a command and answers with what became of it. A read that is just being made for somebody else is shared.
   *
   * A command that cannot be expected to be done by its deadline is refused instead of being sent.
   */
  run<T>(command: Query<T>, deadline: Deadline): Promise<Reply<T> | Bitrix24Error>;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  /** From 0 to below 1, like Math.random. */
  readonly random: () => number;
  readonly bucket: RateBucket;
}

/** Requests in flight at once. */
const SLOTS = 10;

/** Operations with more commands than this are bulk. */
const MAX_INTERACTIVE_COMMANDS = 10;

/** So long after the last interactive operation another one is expected. */
const INTERACTIVE_MEMORY_MS = 30_000;

/** While bulk waits, it gets the next request after so many of interactive operations. */
const INTERACTIVE_TURNS = 3;

const MAX_QUEUE = 5_000;

/** An answer that takes so much longer than expected is not waited for: another try may still make the deadline. */
const PATIENCE_MS = { read: 5_000, write: 7_000 } as const;

interface OperationState {
  lane: Lane;
  served: number;
  wanted: number;
  busyUntil: number;
  readonly credential: { served: number; readonly sender: Sender };
}

interface Waiter {
  readonly deadline: Deadline;
  readonly resolve: (outcome: Reply | Bitrix24Error) => void;
  readonly reject: (fault: unknown) => void;
  readonly stop: () => void;
  /** Nobody is there any more, but the command had been sent. */
  gone: boolean;
}

interface Entry {
  readonly command: Query;
  readonly alone: boolean;
  readonly shareKey: string | undefined;
  operation: OperationState;
  seconds: number;
  state: 'queued' | 'resting' | 'in-flight';
  attempts: number;
  lastError: Bitrix24Error | undefined;
  readonly waiters: Set<Waiter>;
}

interface InFlight {
  readonly endsAt: number;
  readonly lane: Lane;
}

export function createScheduler({ clock, random, bucket }: SchedulerOptions): Scheduler {
  const durations = createDurations();
  const budgets = new Map<Sender, ReturnType<typeof createOperatingBudget>>();
  const credentials = new Map<Sender, OperationState['credential']>();
  const queue = new Set<Entry>();
  const inFlight = new Set<InFlight>();
  const shared = new Map<string, Entry>();
  const recent = new Map<OperationState, number>();
  const turn = { credential: 0, operation: 0 };
  let interactiveTurns = 0;
  let pumping = false;
  let cancelTimer: (() => void) | undefined;

  const budgetOf = (sender: Sender) => {
    const budget = budgets.get(sender) ?? createOperatingBudget();
    budgets.set(sender, budget);
    return budget;
  };

  function slotsFreeAt(now: number): number[] {
    const busy = [...inFlight].map(({ endsAt }) => Math.max(endsAt, now + 1));
    const free = Array.from({ length: Math.max(0, SLOTS - busy.length) }, () => now);
    return [...free, ...busy].sort((one, other) => one - other);
  }

  function remember(operation: OperationState): void {
    const now = clock.now();
    // Moved to the end, so that the oldest come first.
    recent.delete(operation);
    recent.set(operation, now);
    for (const [old, seenAt] of recent) {
      if (now - seenAt < INTERACTIVE_MEMORY_MS) break;
      recent.delete(old);
    }
  }

  // An operation may become bulk only with its second step, and then was none to keep anything in reserve for.
  function expectsInteractive(now: number): boolean {
    for (const [operation, seenAt] of recent) {
      if (operation.lane === 'interactive' && now - seenAt < INTERACTIVE_MEMORY_MS) return true;
    }
    return false;
  }

  /** When the queue, as far as it goes before `lane`, and so much more work can be done. */
  function expectedEnd(now: number, lane: Lane, seconds: number): number {
    let work = seconds;
    for (const entry of queue) {
      if (lane === 'bulk' || entry.operation.lane === 'interactive') work += entry.seconds;
    }
    const tokenMs = 1000 / bucket.perSecond;
    const starts = startMoments(slotsFreeAt(now), now, Math.floor(bucket.tokens(now)), tokenMs);
    return Math.max(finishTime(work * 1000, starts), (starts[0] ?? now) + seconds * 1000);
  }

  function finish(entry: Entry, outcome: Reply | Bitrix24Error): void {
    queue.delete(entry);
    if (entry.shareKey !== undefined && shared.get(entry.shareKey) === entry) shared.delete(entry.shareKey);
    for (const waiter of entry.waiters) {
      waiter.stop();
      waiter.resolve(outcome);
    }
    entry.waiters.clear();
  }

  /** Somebody no longer waits. The command is withdrawn if nobody does and it was not sent. */
  function leave(entry: Entry, waiter: Waiter, failure: Failure, retryAfterMs?: number): void {
    if (entry.state === 'in-flight') {
      waiter.gone = failure.kind === 'refused-here' && failure.reason === 'withdrawn';
      return;
    }
    entry.waiters.delete(waiter);
    waiter.stop();
    const known =
      failure.kind === 'refused-here' && failure.reason === 'withdrawn' ? undefined : entry.lastError;
    waiter.resolve(known ?? new Bitrix24Error(entry.command.method, failure, retryAfterMs));
    if (entry.waiters.size === 0) finish(entry, new Bitrix24Error(entry.command.method, failure));
  }

  function wait(
    entry: Entry,
    deadline: Deadline,
    withdrawals: Set<() => void>,
  ): Promise<Reply | Bitrix24Error> {
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        leave(entry, waiter, { kind: 'refused-here', reason: 'withdrawn' });
      };
      const cancelDeadline = clock.after(Math.max(0, deadline.queueUntil - clock.now()), () => {
        const retryAfterMs = Math.ceil(expectedEnd(clock.now(), entry.operation.lane, 0) - clock.now());
        leave(entry, waiter, { kind: 'refused-here', reason: 'too-slow' }, Math.max(1, retryAfterMs));
      });
      const waiter: Waiter = {
        deadline,
        resolve,
        reject,
        gone: false,
        stop() {
          cancelDeadline();
          withdrawals.delete(withdraw);
        },
      };
      withdrawals.add(withdraw);
      entry.waiters.add(waiter);
    });
  }

  function enqueue(entry: Entry): void {
    if (entry.waiters.size === 0) return;
    entry.state = 'queued';
    entry.seconds = durations.expected(entry.command.method);
    queue.add(entry);
    pumpSoon();
  }

  // Whatever is queued in the same turn is seen together.
  function pumpSoon(): void {
    if (pumping) return;
    pumping = true;
    queueMicrotask(() => {
      pumping = false;
      pump();
    });
  }

  function pump(): void {
    cancelTimer?.();
    for (;;) {
      const now = clock.now();
      let limitedForMs = Infinity;
      const ready = [...queue].filter(({ command, operation }) => {
        const forMs = budgetOf(operation.credential.sender).waitFor(command.method.name, now);
        if (forMs > 0) limitedForMs = Math.min(limitedForMs, forMs);
        return forMs === 0;
      });
      if (ready.length === 0 && limitedForMs === Infinity) return;
      const choice = chooseRequest(ready, {
        now,
        tokens: bucket.tokens(now),
        burst: bucket.burst,
        tokenMs: 1000 / bucket.perSecond,
        slotsFreeAt: slotsFreeAt(now),
        maySendBatches: [...budgets.values()].every((budget) => budget.waitFor('batch', now) === 0),
        bulkInFlight: [...inFlight].filter(({ lane }) => lane === 'bulk').length,
        expectInteractive: expectsInteractive(now),
        bulkIsOwed: interactiveTurns >= INTERACTIVE_TURNS,
      });
      if (choice.kind === 'wait') {
        const forMs = Math.min(choice.forMs, limitedForMs);
        // A millisecond more than needed, because timers may fire a fraction early.
        if (forMs < Infinity) cancelTimer = clock.after(Math.ceil(forMs) + 1, pump);
        return;
      }
      void dispatch(choice.entries, now);
    }
  }

  async function dispatch(entries: readonly Entry[], now: number): Promise<void> {
    const [first] = entries;
    if (!first) return;
    const { operation } = first;
    const { sender } = operation.credential;
    const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0);
    const isWrite = first.command.method.kind === 'write';
    // Who comes later starts from here: neither ahead of those who wait nor behind them.
    turn.credential = Math.max(turn.credential, operation.credential.served);
    turn.operation = Math.max(turn.operation, operation.served);
    const request: InFlight = { endsAt: now + seconds * 1000, lane: operation.lane };
    bucket.take(now);
    inFlight.add(request);
    if (request.lane === 'bulk') interactiveTurns = 0;
    else if ([...queue].some((entry) => entry.operation.lane === 'bulk')) interactiveTurns += 1;
    for (const entry of entries) {
      queue.delete(entry);
      entry.state = 'in-flight';
      entry.attempts += 1;
      entry.operation.served += entry.seconds;
      entry.operation.busyUntil = Math.max(entry.operation.busyUntil, request.endsAt);
      entry.operation.credential.served += entry.seconds;
    }
    // What is read from now on may be newer than what is being read.
    if (isWrite) shared.clear();
    const budget = budgetOf(sender);
    // The durations as they are now: a command that is queued again has another.
    const reserved = entries.map(({ command, seconds: expected }) => ({
      name: command.method.name,
      expected,
    }));
    for (const { name, expected } of reserved) budget.reserve(name, expected);

    const latest = Math.max(
      ...entries.flatMap(({ waiters }) => [...waiters].map(({ deadline }) => deadline.answerBy)),
    );
    const timeoutMs = Math.max(
      1,
      Math.min(latest - now, PATIENCE_MS[first.command.method.kind] + 2_000 * seconds),
    );
    try {
      const outcomes = await transmit(entries, timeoutMs);
      inFlight.delete(request);
      if (isWrite) shared.clear();
      entries.forEach((entry, index) => {
        const outcome = outcomes[index];
        if (!outcome) throw new Error('a request without an outcome for each of its commands');
        conclude(entry, outcome, entries.length > 1);
      });
    } catch (fault) {
      // A fault of our own: those who wait must learn of it, and the queue must go on.
      for (const entry of entries) {
        for (const waiter of entry.waiters) {
          waiter.stop();
          waiter.reject(fault);
        }
        entry.waiters.clear();
        if (entry.shareKey !== undefined) shared.delete(entry.shareKey);
      }
    } finally {
      for (const { name, expected } of reserved) budget.reserve(name, -expected);
      inFlight.delete(request);
      pumpSoon();
    }
  }

  async function transmit(
    entries: readonly Entry[],
    timeoutMs: number,
  ): Promise<readonly (Reply | Bitrix24Error)[]> {
    const [first] = entries;
    if (!first) return [];
    const { sender } = first.operation.credential;
    if (entries.length === 1) return [await sender.send(first.command, timeoutMs)];
    const commands = entries.map(({ command }) => command);
    const { outcomes, time } = await sender.sendBatch(commands, timeoutMs);
    // Whether a batch is charged for what it carries is disputed: what the portal says of the batch itself counts.
    if (time?.operating) budgetOf(sender).correct('batch', time.operating, clock.now());
    return outcomes;
  }

  function conclude(entry: Entry, outcome: Reply | Bitrix24Error, inBatch: boolean): void {
    const { method } = entry.command;
    const now = clock.now();
    const budget = budgetOf(entry.operation.credential.sender);
    if (!(outcome instanceof Bitrix24Error)) {
      const { time } = outcome;
      if (time) {
        durations.learn(method, time.seconds);
        budget.charge(method.name, time.seconds, now);
        if (time.operating) budget.correct(method.name, time.operating, now);
      }
      finish(entry, outcome);
      return;
    }
    const decision = decideRetry(method, outcome.failure, entry.attempts, random);
    const { failure } = outcome;
    switch (decision.kind) {
      case 'give-up':
        finish(entry, outcome);
        return;
      case 'rate-limited': {
        bucket.refused(now);
        const retryAfterMs = Math.ceil(bucket.waitFor(1, now));
        again(entry, new Bitrix24Error(method, failure, Math.max(1, retryAfterMs)), 0);
        return;
      }
      case 'method-limited': {
        const retryAfterMs = Math.ceil(budget.refused(method.name, now));
        again(entry, new Bitrix24Error(method, failure, Math.max(1, retryAfterMs)), retryAfterMs);
        return;
      }
      case 'again':
        again(entry, outcome, inBatch ? 0 : decision.delayMs);
    }
  }

  /** Queues a command once more, unless it could not be answered in time: then what was said is the answer. */
  function again(entry: Entry, error: Bitrix24Error, delayMs: number): void {
    entry.lastError = error;
    entry.state = 'resting';
    const latest = Math.max(...[...entry.waiters].map(({ deadline }) => deadline.queueUntil));
    const isWanted = [...entry.waiters].some(({ gone }) => !gone);
    if (!isWanted || clock.now() + delayMs + entry.seconds * 1000 > latest) finish(entry, error);
    else if (delayMs === 0) enqueue(entry);
    else {
      clock.after(delayMs, () => {
        enqueue(entry);
      });
    }
  }

  function refusal(
    command: Query,
    lane: Lane,
    seconds: number,
    { queueUntil }: Deadline,
  ): Bitrix24Error | undefined {
    const now = clock.now();
    if (queue.size >= MAX_QUEUE) {
      const retryAfterMs = Math.max(1, Math.ceil(expectedEnd(now, lane, 0) - now));
      return new Bitrix24Error(command.method, { kind: 'refused-here', reason: 'queue-full' }, retryAfterMs);
    }
    // A command that would be the first is sent even if it will hardly be in time.
    const late = queue.size === 0 && inFlight.size === 0 ? 0 : expectedEnd(now, lane, seconds) - queueUntil;
    if (late <= 0) return undefined;
    return new Bitrix24Error(command.method, { kind: 'refused-here', reason: 'too-slow' }, Math.ceil(late));
  }

  return {
    forget(sender) {
      budgets.delete(sender);
      credentials.delete(sender);
    },
    open(sender, signal) {
      const credential = credentials.get(sender) ?? { served: 0, sender };
      credential.served = Math.max(credential.served, turn.credential);
      credentials.set(sender, credential);
      const operation: OperationState = {
        lane: 'interactive',
        served: turn.operation,
        wanted: 0,
        busyUntil: 0,
        credential,
      };
      let announced = 0;
      const withdrawals = new Set<() => void>();
      signal?.addEventListener('abort', () => {
        for (const withdraw of withdrawals) withdraw();
      });

      return {
        announce(commands) {
          announced += commands;
          if (announced > MAX_INTERACTIVE_COMMANDS) operation.lane = 'bulk';
        },
        async run<T>(command: Query<T>, deadline: Deadline): Promise<Reply<T> | Bitrix24Error> {
          const { method, params } = command;
          remember(operation);
          if (signal?.aborted)
            return new Bitrix24Error(method, { kind: 'refused-here', reason: 'withdrawn' });

          const shareKey = method.kind === 'read' ? `${method.name} ${JSON.stringify(params)}` : undefined;
          const sharable = shareKey === undefined ? undefined : shared.get(shareKey);
          if (sharable?.operation.credential === credential && sharable.command.decode === command.decode) {
            if (operation.lane === 'interactive') sharable.operation = operation;
            return wait(sharable, deadline, withdrawals) as Promise<Reply<T> | Bitrix24Error>;
          }
          const seconds = durations.expected(method);
          const refused = refusal(command, operation.lane, seconds, deadline);
          if (refused) return refused;
          const entry: Entry = {
            command,
            alone: !isSafeInBatch(params) || (method.kind === 'write' && method.settlement === 'never'),
            shareKey,
            operation,
            seconds,
            state: 'queued',
            attempts: 0,
            lastError: undefined,
            waiters: new Set(),
          };
          operation.wanted += seconds;
          if (shareKey !== undefined) shared.set(shareKey, entry);
          const outcome = wait(entry, deadline, withdrawals) as Promise<Reply<T> | Bitrix24Error>;
          enqueue(entry);
          return outcome;
        },
      };
    },
  };
}
