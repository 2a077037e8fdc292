/** How much work a method may do for one application or webhook. */
export interface OperatingLimit {
  /** Seconds of work allowed in the whole window. */
  readonly seconds: number;
  readonly slots: number;
  readonly slotSeconds: number;
}

/** The state of a budget, as the `time` block of a response reports it. */
export interface OperatingState {
  /** Seconds of work in the window. */
  readonly seconds: number;
  /** Unix seconds at which the oldest slot leaves the window. */
  readonly resetAt: number;
}

/**
 * The work done per caller and method, in a sliding window of slots. A slot covers one minute of the clock; its
 * countdown starts with the first call recorded in it. Source: Bitrix24 REST documentation, limits.
 */
export interface OperatingBudget {
  /** Whether the work so far exceeds the limit, so that the next call is refused. */
  isExceeded(key: string, now: number): boolean;
  /** Adds the work of a call that started at `startedAt`, in milliseconds. */
  charge(key: string, startedAt: number, seconds: number): void;
  state(key: string, now: number): OperatingState;
  clear(): void;
}

interface Slot {
  readonly minute: number;
  /** Unix seconds of the first call. */
  readonly firstAt: number;
  seconds: number;
}

/** Counts even if it is not enforced, because a portal reports the numbers whether or not it refuses calls. */
export function createOperatingBudget(limit: OperatingLimit, enforced: boolean): OperatingBudget {
  const slotsByKey = new Map<string, Slot[]>();
  const window = limit.slots * limit.slotSeconds;

  function current(key: string, now: number): Slot[] {
    const slots = (slotsByKey.get(key) ?? []).filter((slot) => slot.firstAt + window > now / 1000);
    slotsByKey.set(key, slots);
    return slots;
  }

  const total = (slots: readonly Slot[]): number => slots.reduce((sum, slot) => sum + slot.seconds, 0);

  return {
    isExceeded: (key, now) => enforced && total(current(key, now)) > limit.seconds,
    charge: (key, startedAt, seconds) => {
      const slots = current(key, startedAt);
      const firstAt = Math.floor(startedAt / 1000);
      const minute = Math.floor(firstAt / limit.slotSeconds);
      const slot = slots.find((each) => each.minute === minute);
      if (slot === undefined) slots.push({ minute, firstAt, seconds });
      else slot.seconds += seconds;
    },
    state: (key, now) => {
      const slots = current(key, now);
      const oldest = slots.reduce((first, slot) => Math.min(first, slot.firstAt), Math.floor(now / 1000));
      return { seconds: total(slots), resetAt: oldest + window };
    },
    clear: () => {
      slotsByKey.clear();
    },
  };
}
