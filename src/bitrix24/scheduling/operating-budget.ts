import type { OperatingReport } from '../protocol/envelope.ts';
import { add, sumOf, type Work } from './work-of-callers.ts';

/**
 * The work that the portal allows a method for one application. The portal is authoritative in both directions: what it
 * reports replaces what was counted here, and if it reports nothing, nothing is limited until it refuses.
 *
 * Callers share it: once most of it is used, callers that had more than their share leave the rest to the others.
 * Source: Bitrix24 REST documentation, "Limits".
 */
export interface OperatingBudget {
  /**
   * Milliseconds until a call of this method may be sent for a caller: 0 if there is budget. While the portal refuses
   * the method, one call is let through from time to time as a probe. If only calls in flight could exhaust the budget,
   * that is until the next of them is expected to end, because how much they use is a guess.
   */
  waitFor(method: string, caller: string, now: number): number;
  /**
   * Whether only one call may be sent at a time: the portal refused the method and may still do so, or the remaining
   * budget is too small for many at once.
   */
  takesOne(method: string, now: number): boolean;
  /**
   * Milliseconds for which the portal will certainly refuse the method, by what it has reported itself; 0 if it may run it.
   */
  usedUpFor(method: string, now: number): number;
  /** Milliseconds until the portal can be expected to run the method again; 0 if it does already. */
  refusedFor(method: string, now: number): number;
  /**
   * Counts work in flight for a caller. Returns a function to call once it has ended.
   *
   * @param endsAt when its request is expected to end, which may run other commands as well
   */
  begin(method: string, caller: string, seconds: number, now: number, endsAt: number): () => void;
  /** The portal ran the method for a caller. */
  ran(method: string, caller: string, seconds: number, now: number): void;
  /** The portal reports what it has charged. Of the commands of a batch, only the last report is up to date. */
  report(method: string, report: OperatingReport, now: number): void;
  /**
   * The portal refused the method for lack of budget. Returns the milliseconds until it can be expected to run again.
   */
  refused(method: string, now: number): number;
  /** Seconds that each method has run in the last ten minutes, as far as they are known. */
  used(now: number): ReadonlyMap<string, number>;
}

const SLOT_MS = 60_000;
const WINDOW_MS = 10 * SLOT_MS;

/** The portal refuses a method that has run for longer than this in the window. */
const ALLOWED_SECONDS = 480;

/** Safety margin, because calls in flight may take longer than expected. */
const MARGIN_SECONDS = 20;

/** From here on, callers that had more than their share wait. */
const SHARED_SECONDS = 360;

/** How often a refused method is probed, in milliseconds. A refusal costs only a request. */
const PROBE_MS = 4_000;

/** A request that is overdue by this much, in milliseconds, or by as much as it was expected to take, may be lost. */
const OVERDUE_MS = 3_000;

/** How long to wait for a request that is overdue by less, in milliseconds. */
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

interface MethodState {
  slots: Slot[];
  readonly underWay: Work;
  /** The requests of the calls in flight. */
  readonly requests: Set<Expected>;
  /** Whether the portal reports what it charges. */
  reported: boolean;
  /** The portal's time of the latest report. */
  portalTime: number;
  resetAt: number;
  refusedUntil: number;
  nextProbeAt: number;
}

/** Whatever else calls with this credential, such as another program. */
const OTHERS = '';

export function createOperatingBudget(): OperatingBudget {
  const states = new Map<string, MethodState>();

  function stateOf(method: string): MethodState {
    const known = states.get(method);
    if (known) return known;
    const state: MethodState = {
      slots: [],
      underWay: new Map(),
      requests: new Set(),
      reported: false,
      portalTime: -Infinity,
      resetAt: 0,
      refusedUntil: 0,
      nextProbeAt: 0,
    };
    states.set(method, state);
    return state;
  }

  return {
    waitFor(method, caller, now) {
      const state = states.get(method);
      if (!state) return 0;
      if (state.refusedUntil > now) return Math.max(0, Math.min(state.refusedUntil, state.nextProbeAt) - now);
      if (!state.reported) return 0;
      const slots = current(state, now);
      const underWay = sumOf(state.underWay);
      const done = totalOf(slots);
      let work = done + underWay;
      const hadShare = work > SHARED_SECONDS && hadItsShare(state, caller);
      const allowed = underWay > 0 ? ALLOWED_SECONDS - MARGIN_SECONDS : ALLOWED_SECONDS;
      const own = hadShare ? SHARED_SECONDS : allowed;
      if (work > own && done <= (hadShare ? SHARED_SECONDS : ALLOWED_SECONDS)) return nextEnd(state, now);
      let wait = 0;
      for (const slot of slots) {
        if (work <= own) break;
        work -= sumOf(slot.work);
        wait = slot.startedAt + WINDOW_MS - now;
      }
      return wait;
    },
    takesOne(method, now) {
      const state = states.get(method);
      if (!state) return false;
      if (state.refusedUntil > now) return true;
      const work = totalOf(current(state, now)) + sumOf(state.underWay);
      return state.reported && work > ALLOWED_SECONDS - MARGIN_SECONDS;
    },
    usedUpFor(method, now) {
      const state = states.get(method);
      if (!state?.reported || totalOf(current(state, now)) <= ALLOWED_SECONDS) return 0;
      // Its window moves on then, and perhaps far enough.
      return Math.max(0, state.resetAt - now);
    },
    refusedFor: (method, now) => Math.max(0, (states.get(method)?.refusedUntil ?? 0) - now),
    begin(method, caller, seconds, now, endsAt) {
      const state = stateOf(method);
      add(state.underWay, caller, seconds);
      const request = { endsAt, stallsAt: endsAt + Math.max(OVERDUE_MS, endsAt - now) };
      state.requests.add(request);
      state.nextProbeAt = now + PROBE_MS;
      return () => {
        if (state.requests.delete(request)) add(state.underWay, caller, -seconds);
      };
    },
    ran(method, caller, seconds, now) {
      const state = stateOf(method);
      state.refusedUntil = 0;
      const slots = current(state, now);
      const latest = slots.at(-1);
      if (latest && latest.startedAt + SLOT_MS > now) add(latest.work, caller, seconds);
      else slots.push({ startedAt: now, work: new Map([[caller, seconds]]) });
    },
    report(method, report, now) {
      const state = stateOf(method);
      // Overtaken by a later one. A clock that was ahead by more was wrong.
      const behindMs = state.portalTime - report.portalTime;
      if (behindMs > 0 && behindMs < WINDOW_MS) return;
      state.reported = true;
      state.portalTime = report.portalTime;
      state.resetAt = now + report.resetInMs;
      current(state, now);
      correct(state, report);
    },
    refused(method, now) {
      const state = stateOf(method);
      state.refusedUntil = state.resetAt > now ? state.resetAt : now + SLOT_MS;
      state.nextProbeAt = Math.max(state.nextProbeAt, now + PROBE_MS);
      return state.refusedUntil - now;
    },
    used: (now) => new Map([...states].map(([method, state]) => [method, totalOf(current(state, now))])),
  };
}

/**
 * Milliseconds until the next request in flight is expected to end. 0 if all are long overdue: they may never have arrived,
 * so another call is sent to find out.
 */
function nextEnd({ requests }: MethodState, now: number): number {
  let wait = Infinity;
  for (const { endsAt, stallsAt } of requests)
    if (stallsAt > now) wait = Math.min(wait, endsAt > now ? endsAt - now : OVERDUE_POLL_MS);
  return wait === Infinity ? 0 : wait;
}

/** The slots that still count. */
function current(state: MethodState, now: number): Slot[] {
  if (state.slots[0] && state.slots[0].startedAt + WINDOW_MS <= now)
    state.slots = state.slots.filter(({ startedAt }) => startedAt + WINDOW_MS > now);
  return state.slots;
}

/** Whether a caller has used its equal share among the recent callers. */
function hadItsShare({ slots, underWay }: MethodState, caller: string): boolean {
  const callers = new Set([underWay, ...slots.map(({ work }) => work)].flatMap((work) => [...work.keys()]));
  callers.delete(OTHERS);
  if (callers.size < 2) return false;
  const own = slots.reduce((sum, { work }) => sum + (work.get(caller) ?? 0), underWay.get(caller) ?? 0);
  return own > ALLOWED_SECONDS / callers.size;
}

/** Adjusts the local count to what the portal reports. */
function correct(state: MethodState, { seconds }: OperatingReport): void {
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
function addUnknown({ slots, resetAt }: MethodState, seconds: number): void {
  const startedAt = resetAt - WINDOW_MS;
  const [oldest] = slots;
  if (oldest && oldest.startedAt <= startedAt + SLOT_MS) add(oldest.work, OTHERS, seconds);
  else slots.unshift({ startedAt, work: new Map([[OTHERS, seconds]]) });
}

function totalOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, { work }) => sum + sumOf(work), 0);
}
