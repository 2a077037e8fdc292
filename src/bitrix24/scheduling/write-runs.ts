/**
 * After this time from its sending no request runs any more: the portal ends each after 60 seconds, and the rest is a
 * margin for the way there and for clocks. An assumption about portals that all settling of lost writes rests on.
 */
export const LONGEST_RUN_MS = 75_000;

/** How long requests that write have lately run on one portal. */
export interface WriteRuns {
  /** A request with so many writes leaves. */
  begin(commands: number): WriteRun;
  /** The longest that one write has run, in milliseconds. What is unanswered counts as long as it was waited for. */
  longestMs(): number;
}

/** A request that writes. */
export interface WriteRun {
  readonly commands: number;
  /** When it was sent, by the clock of the runs. */
  readonly sentAt: number;
  /** It is sent now: it had to wait for a token, or goes to another address. */
  sent(): void;
  /** It is over, as far as it can be seen. May be called more often than once. */
  end(how: RunEnd): void;
}

/** `lost`: nobody waits for the answer any more, and it may still be running. `not-run`: it certainly never ran. */
export type RunEnd = 'answered' | 'lost' | 'not-run';

/** How long a run that was answered is remembered, in milliseconds. */
const MEMORY_MS = 10 * 60_000;

/** @param now milliseconds of a monotonic clock */
export function createWriteRuns(now: () => number): WriteRuns {
  const open = new Set<WriteRun>();
  /** As long as they may still be running, and how long they were waited for. */
  const lost = new Map<WriteRun, number>();
  /** In order of time, and each shorter than the one before: an earlier one that is shorter can never be the longest. */
  const answered: { readonly ms: number; readonly at: number }[] = [];

  function longestAnswered(): number {
    const oldest = now() - MEMORY_MS;
    while (answered[0] && answered[0].at < oldest) answered.shift();
    return answered[0]?.ms ?? 0;
  }

  function longestLost(): number {
    for (const run of lost.keys()) if (run.sentAt + LONGEST_RUN_MS < now()) lost.delete(run);
    return Math.max(0, ...lost.values());
  }

  /** How long the longest command of a request ran, if the others took as long as such commands lately did. */
  function longestIn({ sentAt, commands }: WriteRun): number {
    const ms = now() - sentAt;
    return Math.max(ms / commands, ms - (commands - 1) * longestAnswered());
  }

  function remember(ms: number): void {
    while ((answered.at(-1)?.ms ?? Infinity) <= ms) answered.pop();
    answered.push({ ms, at: now() });
  }

  return {
    begin(commands) {
      let sentAt = now();
      const run: WriteRun = {
        commands,
        get sentAt() {
          return sentAt;
        },
        sent() {
          sentAt = now();
        },
        end(how) {
          if (!open.delete(run) || how === 'not-run') return;
          if (how === 'answered') remember(longestIn(run));
          else lost.set(run, longestIn(run));
        },
      };
      open.add(run);
      return run;
    },
    longestMs: () => Math.max(longestAnswered(), longestLost(), ...[...open].map(longestIn)),
  };
}
