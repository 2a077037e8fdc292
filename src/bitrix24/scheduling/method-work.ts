import type { OperatingReport } from '../protocol/envelope.ts';
import { add, sumOf, type Work } from './work-of-callers.ts';

/** The portal charges work in slots of this many milliseconds. */
export const SLOT_MS = 60_000;

/** For how long the portal charges work, in milliseconds. */
export const WINDOW_MS = 10 * SLOT_MS;

/** The portal refuses a method that has run for longer than this in the window. */
export const ALLOWED_SECONDS = 480;

/** A request that is overdue by this much, in milliseconds, or by as much as it was expected to take, may be lost. */
const OVERDUE_MS = 3_000;

/** How long to wait for a request that is overdue by less, or for one of another replica, in milliseconds. */
const OVERDUE_POLL_MS = 1_000;

interface Slot {
  readonly startedAt: number;
  readonly work: Work;
}

/** When a request in flight should end, and from when on it may be lost. */
interface Expected {
  readonly endsAt: number;
  readonly stallsAt: number;
}

/** The work of one method, as far as it is known. */
export interface MethodWork {
  slots: Slot[];
  readonly underWay: Work;
  /** The requests of the calls in flight. */
  readonly requests: Set<Expected>;
  /** The portal's latest report; undefined if it reports nothing. */
  latest: OperatingReport | undefined;
  resetAt: number;
}

/** Whatever else calls with this credential, such as another program. */
const OTHERS = '';

export function createMethodWork(): MethodWork {
  return { slots: [], underWay: new Map(), requests: new Set(), latest: undefined, resetAt: 0 };
}

/** Counts work in flight. Returns a function to call once it has ended. */
export function beginWork(
  work: MethodWork,
  caller: string,
  seconds: number,
  now: number,
  endsAt: number,
): () => void {
  add(work.underWay, caller, seconds);
  const request = { endsAt, stallsAt: endsAt + Math.max(OVERDUE_MS, endsAt - now) };
  work.requests.add(request);
  return () => {
    if (work.requests.delete(request)) add(work.underWay, caller, -seconds);
  };
}

/** Counts work that is done. */
export function addWork(work: MethodWork, caller: string, seconds: number, now: number): void {
  const slots = current(work, now);
  const latest = slots.at(-1);
  if (latest && latest.startedAt + SLOT_MS > now) add(latest.work, caller, seconds);
  else slots.push({ startedAt: now, work: new Map([[caller, seconds]]) });
}

/** The portal reports what it has charged. */
export function takeReport(work: MethodWork, report: OperatingReport, now: number): void {
  const behindMs = (work.latest?.portalTime ?? -Infinity) - report.portalTime;
  // Overtaken by a later one. A clock that was ahead by more was wrong.
  if (behindMs > 0 && behindMs < WINDOW_MS) return;
  work.latest = report;
  work.resetAt = now + report.resetInMs;
  current(work, now);
  correct(work, report);
}

/**
 * Milliseconds until the next request in flight is expected to end. 0 if all are long overdue: they may never have arrived,
 * so another call is sent to find out.
 *
 * @param othersWork whether other replicas have requests in flight
 */
export function nextEnd({ requests }: MethodWork, othersWork: boolean, now: number): number {
  let wait = othersWork ? OVERDUE_POLL_MS : Infinity;
  for (const { endsAt, stallsAt } of requests)
    if (stallsAt > now) wait = Math.min(wait, endsAt > now ? endsAt - now : OVERDUE_POLL_MS);
  return wait === Infinity ? 0 : wait;
}

/** The slots that still count. */
export function current(state: MethodWork, now: number): Slot[] {
  if (state.slots[0] && state.slots[0].startedAt + WINDOW_MS <= now)
    state.slots = state.slots.filter(({ startedAt }) => startedAt + WINDOW_MS > now);
  return state.slots;
}

/** Whether a caller has used its equal share among the recent callers. */
export function hadItsShare({ slots, underWay }: MethodWork, caller: string): boolean {
  const callers = new Set([underWay, ...slots.map(({ work }) => work)].flatMap((work) => [...work.keys()]));
  callers.delete(OTHERS);
  if (callers.size < 2) return false;
  const own = slots.reduce((sum, { work }) => sum + (work.get(caller) ?? 0), underWay.get(caller) ?? 0);
  return own > ALLOWED_SECONDS / callers.size;
}

/** Adjusts the local count to what the portal reports. */
function correct(state: MethodWork, { seconds }: OperatingReport): void {
  let excess = totalOf(state.slots) - seconds;
  // The report may include work whose response is still on its way.
  const unknown = -excess - sumOf(state.underWay);
  if (unknown > 0) addUnknown(state, unknown);
  if (excess <= 0) return;
  for (const { work } of state.slots) {
    const others = Math.min(excess, work.get(OTHERS) ?? 0);
    add(work, OTHERS, -others);
    excess -= others;
  }
  const share = seconds / (seconds + excess);
  for (const { work } of state.slots) for (const [caller, own] of work) work.set(caller, own * share);
}

/** Work that this process did not send expires first. */
function addUnknown({ slots, resetAt }: MethodWork, seconds: number): void {
  const startedAt = resetAt - WINDOW_MS;
  const [oldest] = slots;
  if (oldest && oldest.startedAt <= startedAt + SLOT_MS) add(oldest.work, OTHERS, seconds);
  else slots.unshift({ startedAt, work: new Map([[OTHERS, seconds]]) });
}

export function totalOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, { work }) => sum + sumOf(work), 0);
}
