/** A registration as far as its pace depends on it. */
export interface Watched {
  readonly regId: string;
  readonly isSettled: boolean;
}

/** How often it is looked whether a registration is due. This costs the portal nothing. */
export const TICK_MS = 5_000;

/** A registration under way is read at every tick: it takes seconds. */
const PENDING_MS = TICK_MS;

const SETTLED_MS = 60_000;

/**
 * `sip.status` takes the portal about 0.7 s, and an application may use 480 s in ten minutes for it. At 17.5 s for each
 * line, a page takes 5 % of that however many lines it shows.
 */
const SETTLED_MS_PER_LINE = 17_500;

/** The registrations to read now. */
export function dueRegistrations(
  lines: readonly Watched[],
  readAt: ReadonlyMap<string, number>,
  now: number,
): string[] {
  const settledMs = Math.max(SETTLED_MS, SETTLED_MS_PER_LINE * lines.length);
  return lines
    .filter(({ regId, isSettled }) => {
      const last = readAt.get(regId);
      return last === undefined || now - last >= (isSettled ? settledMs : PENDING_MS);
    })
    .map(({ regId }) => regId);
}
