import { stoppable, type Clock } from '../clock.ts';
import type { Observe } from '../events.ts';
import type { Command, Method, Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, isLostAttempt, isLostWrite, type LostRecord } from '../protocol/errors.ts';
import { refusedHere } from '../protocol/retry-after.ts';
import type { Deadline } from '../scheduling/deadline.ts';
import { createAttempts, settlingTime, type Run } from './attempts.ts';
import type { Doubt, LostAttempts } from './doubt.ts';
import { createChangeLog, type ChangeLog } from './change-log.ts';
import { createOpenCreations, mayBeHidden, type ChangedMeanwhile } from './changed-meanwhile.ts';
import { createHighestId } from './highest-id.ts';
import type { PortalLocks } from '../../state/portal-locks.ts';
import { lockEverywhere, type HeldEverywhere } from './lock-everywhere.ts';
import { createKeyedLock, type HeldLock } from './keyed-lock.ts';
import { findOrRepeat, lookBehind } from './lookups.ts';
import { createPending } from './pending.ts';
import { repeatUntilAnswered } from './repeats.ts';

/** Determines the real outcome of writes whose responses were lost, wherever that is possible. */
export interface Settlement {
  /**
   * Runs a write and settles it. Writes that touch the same thing run one at a time; one is refused if a lost write may
   * be running for longer than it can wait, or if its caller already waits to write the same thing: an add once, others a few times.
   *
   * @param run for the write itself; cancellable until it is sent
   * @param runBehind for lookups and retries, which cannot be cancelled
   */
  write<T>(
    command: Command<T>,
    caller: string,
    deadline: Deadline,
    run: Run,
    runBehind: Run,
  ): Promise<Reply<T> | Bitrix24Error>;
  /** Records the ids in a result: a record with a higher one did not exist before. */
  note<T>(query: Query<T>, outcome: Reply<T> | Bitrix24Error): void;
  readonly mayHaveChanged: ChangeLog['mayHaveChanged'];
  /** Resolves as soon as no write is in flight or being settled, in the background included. */
  idle(): Promise<void>;
  /** Resolves as soon as, in addition, no lost write may still be running that others are refused for. */
  settled(): Promise<void>;
  /** Stops background lookups. */
  close(): void;
}

export interface SettlementOptions {
  readonly clock: Clock;
  readonly doubt: Doubt;
  /** No request runs longer than this after it was sent, in milliseconds. */
  readonly longestRunMs: number;
  readonly observe?: Observe | undefined;
  /** Shared with other replicas; undefined if there are none. */
  readonly sharedLocks?: PortalLocks | undefined;
}

export function createSettlement(options: SettlementOptions): Settlement {
  const { clock, doubt, longestRunMs, observe = () => undefined, sharedLocks } = options;
  /** For work that continues after the caller has its outcome. */
  const clockBehind = stoppable(clock);
  const lock = createKeyedLock(clockBehind);
  const highestId = createHighestId();
  const pending = createPending();
  const creations = createOpenCreations();
  const changes = createChangeLog(clock, sharedLocks);

  function noting(run: Run): Run {
    return async (query, deadline) => {
      const outcome = await run(query, deadline);
      highestId.note(query, outcome);
      return outcome;
    };
  }

  /** The outcome of a lost write; undefined if it could not be determined. */
  function settle<T>(
    command: Command<T>,
    changed: ChangedMeanwhile,
    lost: LostAttempts,
    deadlineAt: number,
    run: Run,
  ): Promise<Reply<T> | Bitrix24Error | undefined> {
    const { method, lookup } = command;
    const attempts = createAttempts(clock, noting(run), deadlineAt);
    if (method.kind !== 'write') return Promise.resolve(undefined);
    switch (method.settlement) {
      case 'idempotent':
        return repeatUntilAnswered(command, lost, attempts);
      case 'by-lookup':
        return lookup
          ? findOrRepeat(command, lookup, changed, highestId, lost, attempts)
          : Promise.resolve(undefined);
      case 'never':
        return Promise.resolve(undefined);
    }
  }

  /** Keeps what a lost write touches locked for as long as it may still be running, and looks for its record until then. */
  function keepLocked<T>(
    command: Command<T>,
    settled: Reply<T> | Bitrix24Error | undefined,
    changed: ChangedMeanwhile,
    lost: LostAttempts,
    held: HeldEverywhere,
    run: Run,
  ): LostRecord | undefined {
    const { method, lookup } = command;
    // The record was found, or was created after the lost write must have ended.
    if (settled !== undefined && method.kind === 'write' && method.settlement === 'by-lookup') {
      held.release(createdBy(command, settled));
      return undefined;
    }
    held.linger(lost.endsAt());
    if (!lookup) return undefined;
    const { known } = changed;
    const found = lookBehind(lookup, known, highestId, lost, clockBehind, run).then(async (late) => {
      const isHidden = typeof late !== 'bigint' && (await mayBeHidden(changed));
      held.release();
      return isHidden ? ('hidden' as const) : late;
    });
    const foundLater = Promise.race([found, changed.hidden]);
    return { above: known, hidden: changed.mayHaveHiddenOwn(), foundLater };
  }

  const shareLock = (command: Command, deadline: Deadline, held: HeldLock) =>
    sharedLocks
      ? lockEverywhere({ command, deadline, held, sharedLocks, highestId, clock, longestRunMs })
      : held;

  async function runAndSettle<T>(
    command: Command<T>,
    { queueUntil, answerBy }: Deadline,
    held: HeldEverywhere,
    changed: ChangedMeanwhile,
    run: Run,
    runBehind: Run,
  ): Promise<Reply<T> | Bitrix24Error> {
    if (command.changes !== undefined) {
      creations.changing(command.changes);
      changes.changing(command.changes, answerBy + longestRunMs);
    }
    const firstDeadline = { queueUntil, answerBy: answerBy - timeFor(command, clock.now(), answerBy) };
    const first = await noting(run)(command, firstDeadline);
    if (!(first instanceof Bitrix24Error) || !isLostAttempt(first)) {
      held.release(createdBy(command, first));
      return first;
    }
    const lostAt = clock.now();
    const lost = doubt.open(first);
    const { method, origin } = command;
    observe({ kind: 'lost', method: method.name, origin });
    const settled = await settle(command, changed, lost, answerBy, runBehind);
    observe({
      kind: 'settled',
      method: method.name,
      origin,
      outcome: nameOf(settled),
      tookMs: clock.now() - lostAt,
    });
    const record = keepLocked(command, settled, changed, lost, held, runBehind);
    if (settled !== undefined) return settled;
    const checkAfterMs = Math.max(0, Math.ceil(lost.endsAt() - clock.now()));
    return new Bitrix24Error(method, {
      kind: 'lost-write',
      attempt: lost.latest.failure,
      checkAfterMs,
      record,
    });
  }

  return {
    write: (command, caller, deadline, run, runBehind) =>
      pending.during(async () => {
        const keys = command.touches ?? [];
        const acquired = lock.acquire({
          keys,
          caller,
          places: placesFor(command.method),
          endsBy: deadline.answerBy,
          waitUntil: deadline.queueUntil,
        });
        // Awaits only if it has to: with free keys the write is sent in this turn, together with its siblings.
        const held = acquired instanceof Promise ? await acquired : acquired;
        if ('refused' in held) {
          const reason = held.refused === 'held' ? 'unsettled' : 'waits-already';
          return refusedHere(command.method, reason, held.until - clock.now());
        }
        const shared: HeldEverywhere | Bitrix24Error =
          sharedLocks && keys.length > 0 ? await shareLock(command, deadline, held) : held;
        if (shared instanceof Bitrix24Error) {
          held.release();
          return shared;
        }
        const changed = creations.open(highestId.value, shared.changedAbove);
        try {
          const outcome = await runAndSettle(command, deadline, shared, changed, run, runBehind);
          const record =
            outcome instanceof Bitrix24Error && isLostWrite(outcome) ? outcome.failure.record : undefined;
          void (record?.foundLater ?? Promise.resolve()).then(() => {
            changed.close();
          });
          for (const id of createdBy(command, outcome)) creations.created(id);
          return outcome;
        } catch (fault) {
          // A bug in the gateway: it is unknown what was sent.
          shared.linger(clock.now() + longestRunMs);
          changed.close();
          throw fault;
        }
      }),
    note: (query, outcome) => {
      highestId.note(query, outcome);
    },
    mayHaveChanged: (above, agoMs) => changes.mayHaveChanged(above, agoMs),
    idle: () => pending.none(),
    async settled() {
      await pending.none();
      await lock.allFree();
    },
    close: () => {
      clockBehind.stop();
    },
  };
}

/** The ids of the records that a write has created. */
function createdBy<T>(command: Command<T>, outcome: Reply<T> | Bitrix24Error): readonly bigint[] {
  return outcome instanceof Bitrix24Error ? [] : (command.recordIds?.(outcome.value) ?? []);
}

/** The time to reserve for settling. Writes that are never looked up or retried need none. */
function timeFor({ method }: Command, now: number, answerBy: number): number {
  return method.kind === 'write' && method.settlement === 'never' ? 0 : settlingTime(now, answerBy);
}

/** An add is not worth sending again while the first waits: it would find the title taken. */
const PLACES = { add: 1, other: 8 } as const;

function placesFor(method: Method): number {
  return method.kind === 'write' && method.settlement === 'by-lookup' ? PLACES.add : PLACES.other;
}

function nameOf(settled: Reply | Bitrix24Error | undefined): 'succeeded' | 'failed' | 'unknown' {
  if (settled === undefined) return 'unknown';
  return settled instanceof Bitrix24Error ? 'failed' : 'succeeded';
}
