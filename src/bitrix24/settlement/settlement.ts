import { sleep, type Clock } from '../clock.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, executionOf, isLostWrite, isPortalError } from '../protocol/errors.ts';
import { createKeyedLock } from './keyed-lock.ts';
import type { Command, FoundRecord, Lookup } from '../protocol/command.ts';
import type { Deadline } from '../scheduling/scheduler.ts';

/** Runs one command until the deadline; the scheduler's way of doing it. */
export type Run = (command: Command, deadline: Deadline) => Promise<Reply | Bitrix24Error>;

/** Makes writes whose answers get lost end with the truth, wherever it can be found. */
export interface Settlement {
  /**
   * Runs a write and settles it. Of writes that touch the same thing, each waits for the end of the one before.
   *
   * @param run for the write itself; what it did not send may be withdrawn
   * @param runBehind for lookups and repeats, which nobody can withdraw any more
   */
  write(command: Command, deadline: Deadline, run: Run, runBehind: Run): Promise<Reply | Bitrix24Error>;
  /** Takes note of the ids in an answer: a record with a higher one did not exist before. */
  note(command: Command, outcome: Reply | Bitrix24Error): void;
}

/** When to look for what a lost write made, after the loss: the lost request may still be running. */
const LOOKUPS_MS = [1_000, 3_000, 8_000];

/** Waits before the repeats of a write that may be repeated. */
const REPEATS_MS = [500, 1_500, 4_000, 8_000];

/** A request may run this long on the portal. So long the doubt lasts, and with it the lock. */
const LONGEST_RUN_MS = 60_000;

/** Time that a lookup or a repeat needs at least to be worth sending. */
const SHORTEST_TRY_MS = 1_000;

/** What a write that is known to have been lost may still turn out to be. */
type Settled = Reply | Bitrix24Error | undefined;

export function createSettlement(clock: Clock): Settlement {
  const lock = createKeyedLock();
  let highestId = 0;

  function note({ method }: Command, outcome: Reply | Bitrix24Error): void {
    if (outcome instanceof Bitrix24Error) return;
    for (const id of method.idsIn?.(outcome.result) ?? []) highestId = Math.max(highestId, id);
  }

  async function runNoting(run: Run, command: Command, deadline: Deadline): Promise<Reply | Bitrix24Error> {
    const outcome = understood(command, await run(command, deadline));
    note(command, outcome);
    return outcome;
  }

  async function sleepUntil(moment: number, deadlineAt: number): Promise<boolean> {
    if (moment + SHORTEST_TRY_MS > deadlineAt) return false;
    await sleep(clock, Math.max(0, moment - clock.now()));
    return true;
  }

  /** Repeats an idempotent write until it is answered. */
  async function repeat(command: Command, deadlineAt: number, run: Run): Promise<Settled> {
    const { method } = command;
    const doneCode = method.kind === 'write' ? method.doneCode : undefined;
    let at = clock.now();
    for (const delayMs of REPEATS_MS) {
      at = Math.max(at, clock.now()) + delayMs;
      if (!(await sleepUntil(at, deadlineAt))) return undefined;
      const outcome = await runNoting(run, command, by(deadlineAt));
      if (!(outcome instanceof Bitrix24Error)) return outcome;
      if (doneCode !== undefined && isPortalError(outcome, doneCode)) return replyOf(1);
      if (executionOf(outcome.failure) === 'answered') return outcome;
    }
    return undefined;
  }

  /** The record with the title, undefined if there is none, `unsure` if it could not be found out. */
  async function find(
    lookup: Lookup,
    deadlineAt: number,
    run: Run,
  ): Promise<FoundRecord | 'unsure' | undefined> {
    const outcome = await run(lookup.command, by(deadlineAt));
    if (outcome instanceof Bitrix24Error) return 'unsure';
    try {
      return lookup.read(outcome.result);
    } catch (error) {
      if (error instanceof Bitrix24Error) return 'unsure';
      throw error;
    }
  }

  /** Looks several times for what a lost write made. Undefined only if the last answer was that there is none. */
  async function findAfter(
    lostAt: number,
    lookup: Lookup,
    deadlineAt: number,
    run: Run,
  ): Promise<FoundRecord | 'unsure' | undefined> {
    const last = LOOKUPS_MS.length - 1;
    for (let turn = 0; ; turn += 1) {
      const planned = LOOKUPS_MS[turn];
      const at = planned === undefined ? clock.now() + SHORTEST_TRY_MS : lostAt + planned;
      if (!(await sleepUntil(at, deadlineAt))) return 'unsure';
      const found = await find(lookup, deadlineAt, run);
      if (found !== undefined && found !== 'unsure') return found;
      if (found === undefined && turn >= last) return undefined;
    }
  }

  /** Whose the record with the title is. */
  function judge({ method }: Command, found: FoundRecord, known: number): Reply | Bitrix24Error {
    highestId = Math.max(highestId, found.id);
    return found.equal && found.id > known
      ? replyOf(found.result)
      : new Bitrix24Error(method, { kind: 'taken', id: String(found.id) });
  }

  /** Sends a write again until it is answered or lost. Undefined if nothing but refusals came of it in time. */
  async function insist(command: Command, deadlineAt: number, run: Run): Promise<Settled> {
    for (;;) {
      const outcome = await runNoting(run, command, by(deadlineAt));
      if (!(outcome instanceof Bitrix24Error) || executionOf(outcome.failure) !== 'not-executed')
        return outcome;
      if (!(await sleepUntil(clock.now() + (outcome.retryAfterMs ?? SHORTEST_TRY_MS), deadlineAt)))
        return undefined;
    }
  }

  /** Looks for what a lost write made, and makes it again where it certainly did not. */
  async function findOrRepeat(
    command: Command,
    lookup: Lookup,
    known: number,
    deadlineAt: number,
    run: Run,
  ): Promise<Settled> {
    let lostAt = clock.now();
    for (;;) {
      const found = await findAfter(lostAt, lookup, deadlineAt, run);
      if (found === 'unsure') return undefined;
      if (found) return judge(command, found, known);
      const outcome = await insist(command, deadlineAt, run);
      if (outcome === undefined || !(outcome instanceof Bitrix24Error)) return outcome;
      if (isLostWrite(outcome)) {
        lostAt = clock.now();
        continue;
      }
      // The repeat may have been refused because of what the lost write has made in the meantime.
      const standing = await find(lookup, deadlineAt, run);
      if (standing === 'unsure') return undefined;
      return standing ? judge(command, standing, known) : outcome;
    }
  }

  /** The lock, or undefined if it does not come before the deadline; it is then given back as soon as it comes. */
  function inTime(acquired: Promise<() => void>, deadlineAt: number): Promise<(() => void) | undefined> {
    return new Promise((resolve) => {
      let late = false;
      const cancel = clock.after(Math.max(0, deadlineAt - clock.now()), () => {
        late = true;
        resolve(undefined);
      });
      void acquired.then((release) => {
        cancel();
        if (late) release();
        else resolve(release);
      });
    });
  }

  function settle(command: Command, known: number, deadlineAt: number, run: Run): Promise<Settled> {
    const { method, lookup } = command;
    if (method.kind !== 'write') return Promise.resolve(undefined);
    switch (method.settlement) {
      case 'idempotent':
        return repeat(command, deadlineAt, run);
      case 'by-title':
        return lookup ? findOrRepeat(command, lookup, known, deadlineAt, run) : Promise.resolve(undefined);
      case 'never':
        return Promise.resolve(undefined);
    }
  }

  async function write(
    command: Command,
    deadline: Deadline,
    run: Run,
    runBehind: Run,
  ): Promise<Reply | Bitrix24Error> {
    const acquired = lock.acquire(command.touches ?? []);
    // Only if it must wait: what is free is sent in this very turn, together with its siblings.
    const release = acquired instanceof Promise ? await inTime(acquired, deadline.queueUntil) : acquired;
    if (!release) {
      return new Bitrix24Error(command.method, { kind: 'refused-here', reason: 'too-slow' }, LONGEST_RUN_MS);
    }
    let held = false;
    try {
      const known = highestId;
      const first = await runNoting(run, command, deadline);
      if (!(first instanceof Bitrix24Error) || !isLostWrite(first)) return first;
      const lostAt = clock.now();
      const settled = await settle(command, known, deadline.answerBy, runBehind);
      if (settled !== undefined) return settled;
      // Nobody may touch it while the doubt lasts.
      const remainingMs = lostAt + LONGEST_RUN_MS - clock.now();
      if (remainingMs > 0 && (command.touches ?? []).length > 0) {
        held = true;
        clock.after(remainingMs, release);
      }
      return first;
    } finally {
      if (!held) release();
    }
  }

  return { write, note };
}

/** An answer that does not say what the method should say proves nothing about the write. */
function understood(command: Command, outcome: Reply | Bitrix24Error): Reply | Bitrix24Error {
  if (outcome instanceof Bitrix24Error || (command.accepts?.(outcome.result) ?? true)) return outcome;
  return new Bitrix24Error(command.method, {
    kind: 'unexpected-shape',
    detail: 'a result of another kind than documented',
  });
}

function replyOf(result: unknown): Reply {
  return { result, total: undefined, next: undefined, time: undefined };
}

function by(answerBy: number): Deadline {
  return { queueUntil: answerBy, answerBy };
}
