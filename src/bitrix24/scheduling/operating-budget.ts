/** What an answer tells about the work that is charged to a method. */
export interface OperatingReport {
  /** Seconds of work in the last ten minutes. */
  readonly seconds: number;
  /** Milliseconds until the oldest of it is forgotten. */
  readonly resetInMs: number;
}

/** The work that the portal allows a method for one application. Source: Bitrix24 REST documentation, "Limits". */
export interface OperatingBudget {
  /** Milliseconds until a call of this method may start: 0 where there is budget. */
  waitFor(method: string, now: number): number;
  /** Counts work that is under way; negative when it has ended. */
  reserve(method: string, seconds: number): void;
  charge(method: string, seconds: number, now: number): void;
  /** Takes over what the portal says where it is stricter than what was counted here. */
  correct(method: string, report: OperatingReport, now: number): void;
  /** The portal refused the method for lack of budget. Answers with the milliseconds until it may be tried again. */
  refused(method: string, now: number): number;
}

interface Slot {
  readonly startedAt: number;
  seconds: number;
}

const SLOT_MS = 60_000;
const SLOTS = 10;
const WINDOW_MS = SLOTS * SLOT_MS;

/** The portal refuses above 480. What is under way may take longer than expected, so there is some distance. */
const ALLOWED_SECONDS = 460;

/** Counts in ten slots of a minute, as the portal does. */
export function createOperatingBudget(): OperatingBudget {
  const slotsOf = new Map<string, Slot[]>();
  const blockedUntil = new Map<string, number>();
  const resetAt = new Map<string, number>();
  const underWay = new Map<string, number>();

  function current(method: string, now: number): Slot[] {
    const slots = (slotsOf.get(method) ?? []).filter(({ startedAt }) => startedAt + WINDOW_MS > now);
    slotsOf.set(method, slots);
    return slots;
  }

  const total = (slots: readonly Slot[]) => slots.reduce((sum, { seconds }) => sum + seconds, 0);

  function charge(method: string, seconds: number, now: number): void {
    const slots = current(method, now);
    const latest = slots.at(-1);
    if (latest && latest.startedAt + SLOT_MS > now) latest.seconds += seconds;
    else slots.push({ startedAt: now, seconds });
  }

  return {
    waitFor(method, now) {
      const blocked = Math.max(0, (blockedUntil.get(method) ?? 0) - now);
      const slots = current(method, now);
      let work = total(slots) + (underWay.get(method) ?? 0);
      let wait = 0;
      for (const slot of slots) {
        if (work <= ALLOWED_SECONDS) break;
        work -= slot.seconds;
        wait = slot.startedAt + WINDOW_MS - now;
      }
      return Math.max(blocked, wait);
    },
    reserve(method, seconds) {
      underWay.set(method, Math.max(0, (underWay.get(method) ?? 0) + seconds));
    },
    charge,
    correct(method, { seconds, resetInMs }, now) {
      resetAt.set(method, now + resetInMs);
      const missing = seconds - total(current(method, now));
      if (missing > 0) charge(method, missing, now);
    },
    refused(method, now) {
      const known = resetAt.get(method) ?? 0;
      const until = known > now ? known : now + SLOT_MS;
      blockedUntil.set(method, until);
      return until - now;
    },
  };
}
