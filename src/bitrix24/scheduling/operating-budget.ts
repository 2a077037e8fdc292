import { LEAST_GRANT, type MethodNews, type MethodStanding } from '../../state/shared-operating.ts';
import type { OperatingReport } from '../protocol/envelope.ts';
import {
  addWork,
  ALLOWED_SECONDS,
  beginWork,
  createMethodWork,
  current,
  hadItsShare,
  nextEnd,
  SLOT_MS,
  takeReport,
  totalOf,
  WINDOW_MS,
  type MethodWork,
} from './method-work.ts';
import { sumOf } from './work-of-callers.ts';

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
  /** Finds out what other replicas know, if that is long ago. Undefined if there is nothing to wait for. */
  refresh(): Promise<void> | undefined;
}

/** What one process knows of a budget, which may be merged with what others know. */
export interface OwnBudget extends OperatingBudget {
  news(now: number): readonly MethodNews[];
  merge(standing: MethodStanding, now: number): void;
}

/** What other replicas do with a budget. */
export interface OtherReplicas {
  /** Seconds of a method that they have in flight. */
  underWay(method: string): number;
  /**
   * Seconds of a method that may be begun here before they must agree.
   *
   * @param own seconds in flight here
   * @param left seconds that are left of the budget beside what is done
   */
  room(method: string, own: number, left: number): number;
}

const NO_OTHERS: OtherReplicas = { underWay: () => 0, room: () => Infinity };

interface MethodState extends MethodWork {
  refusedUntil: number;
  /** When the portal last ran or refused the method; undefined if it never did either. */
  judgedAt: number | undefined;
  nextProbeAt: number;
}

/** Safety margin, because calls in flight may take longer than expected. */
const MARGIN_SECONDS = 20;

/** What replicas lease of it. Beyond that, each takes one call while none of them has any in flight. */
const LEASED_SECONDS = ALLOWED_SECONDS - MARGIN_SECONDS;

/** How long to wait for more of it, in milliseconds, unless it comes earlier. */
const LEASE_MS = 1_000;

/** From here on, callers that had more than their share wait. */
const SHARED_SECONDS = 360;

/** How often a refused method is probed, in milliseconds. A refusal costs only a request. */
const PROBE_MS = 4_000;

export function createOperatingBudget(others = NO_OTHERS): OwnBudget {
  const states = new Map<string, MethodState>();

  function stateOf(method: string): MethodState {
    const known = states.get(method);
    if (known) return known;
    const state = { ...createMethodWork(), refusedUntil: 0, judgedAt: undefined, nextProbeAt: 0 };
    states.set(method, state);
    return state;
  }

  return {
    waitFor(method, caller, now) {
      const state = states.get(method);
      if (!state) return 0;
      if (state.refusedUntil > now) return Math.max(0, Math.min(state.refusedUntil, state.nextProbeAt) - now);
      if (!state.latest) return 0;
      const slots = current(state, now);
      const ownWork = sumOf(state.underWay);
      const underWay = ownWork + others.underWay(method);
      const done = totalOf(slots);
      let work = done + underWay;
      const hadShare = work > SHARED_SECONDS && hadItsShare(state, caller);
      const allowed = underWay > 0 ? ALLOWED_SECONDS - MARGIN_SECONDS : ALLOWED_SECONDS;
      const own = hadShare ? SHARED_SECONDS : allowed;
      if (work > own && done <= (hadShare ? SHARED_SECONDS : ALLOWED_SECONDS))
        return nextEnd(state, underWay > ownWork, now);
      const left = LEASED_SECONDS - done;
      const mustLease = done <= ALLOWED_SECONDS && (underWay > 0 || left >= LEAST_GRANT);
      if (mustLease && others.room(method, ownWork, left) <= 0) return LEASE_MS;
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
      const work = totalOf(current(state, now)) + sumOf(state.underWay) + others.underWay(method);
      return state.latest !== undefined && work > ALLOWED_SECONDS - MARGIN_SECONDS;
    },
    usedUpFor(method, now) {
      const state = states.get(method);
      if (!state?.latest || totalOf(current(state, now)) <= ALLOWED_SECONDS) return 0;
      // Its window moves on then, and perhaps far enough.
      return Math.max(0, state.resetAt - now);
    },
    refusedFor: (method, now) => Math.max(0, (states.get(method)?.refusedUntil ?? 0) - now),
    begin(method, caller, seconds, now, endsAt) {
      const state = stateOf(method);
      state.nextProbeAt = now + PROBE_MS;
      return beginWork(state, caller, seconds, now, endsAt);
    },
    ran(method, caller, seconds, now) {
      const state = stateOf(method);
      state.refusedUntil = 0;
      state.judgedAt = now;
      addWork(state, caller, seconds, now);
    },
    report(method, report, now) {
      takeReport(stateOf(method), report, now);
    },
    refused(method, now) {
      const state = stateOf(method);
      state.refusedUntil = state.resetAt > now ? state.resetAt : now + SLOT_MS;
      state.judgedAt = now;
      state.nextProbeAt = Math.max(state.nextProbeAt, now + PROBE_MS);
      return state.refusedUntil - now;
    },
    used: (now) => new Map([...states].map(([method, state]) => [method, totalOf(current(state, now))])),
    refresh: () => undefined,
    news: (now) =>
      [...states].map(([method, state]) => ({
        method,
        report: state.latest && { ...state.latest, resetInMs: Math.max(0, state.resetAt - now) },
        verdict:
          state.judgedAt === undefined
            ? undefined
            : { agoMs: now - state.judgedAt, refusedForMs: Math.max(0, state.refusedUntil - now) },
        probeInMs: Math.max(0, state.nextProbeAt - now),
        underWay: sumOf(state.underWay),
        free: state.latest && LEASED_SECONDS - totalOf(current(state, now)),
      })),
    merge({ method, report, verdict, probeInMs }, now) {
      const state = stateOf(method);
      // The same one again would undo what was counted since.
      if (report && report.portalTime !== state.latest?.portalTime) takeReport(state, report, now);
      if (verdict && now - verdict.agoMs > (state.judgedAt ?? -Infinity)) {
        state.judgedAt = now - verdict.agoMs;
        state.refusedUntil = verdict.refusedForMs > 0 ? now + verdict.refusedForMs : 0;
      }
      state.nextProbeAt = Math.max(state.nextProbeAt, now + probeInMs);
    },
  };
}
