/** How long requests that write have recently run on one portal. */
export interface WriteRuns {
  /** No request runs longer than this after it was sent, in milliseconds. */
  readonly limitMs: number;
  /** A request with this many writes is sent. */
  begin(commands: number): WriteRun;
  /**
   * A request ran for at least this long, in milliseconds, to carry out this many writes. Known from their records:
   * there was no response.
   */
  ran(ms: number, commands: number): void;
  /** The longest that one write has run, in milliseconds. An unanswered one counts for as long as it was awaited. */
  longestMs(): number;
}

/** A request that writes. */
export interface WriteRun {
  readonly commands: number;
  /** When it was sent, by the clock of the runs. */
  readonly sentAt: number;
  /** It is actually sent now: it had to wait for a token, or is sent to another address. */
  sent(): void;
  /** It has ended, as far as the client can see. May be called more than once. */
  end(how: RunEnd): void;
}

/** `lost`: there is no response to wait for, but it may still be running. `not-run`: it certainly never ran. */
export type RunEnd = 'answered' | 'lost' | 'not-run';

/** How long an answered run is remembered, in milliseconds. */
const MEMORY_MS = 10 * 60_000;

/**
 * @param now milliseconds of a monotonic clock
 * @param limitMs no request runs longer than this after it was sent
 */
export function createWriteRuns(now: () => number, limitMs: number): WriteRuns {
  const open = new Set<WriteRun>();
  /** Lost runs that may still be running, with how long each was awaited. */
  const lost = new Map<WriteRun, number>();
  /** In order of time, each shorter than the one before: an earlier run that is shorter can never be the longest. */
  const answered: { readonly ms: number; readonly at: number }[] = [];

  function longestAnswered(): number {
    const oldest = now() - MEMORY_MS;
    while (answered[0] && answered[0].at < oldest) answered.shift();
    return answered[0]?.ms ?? 0;
  }

  function longestLost(): number {
    for (const run of lost.keys()) if (run.sentAt + limitMs < now()) lost.delete(run);
    return Math.max(0, ...lost.values());
  }

  /** How long the longest command of a request ran, if the others took as long as such commands recently did. */
  function longestOf(ms: number, commands: number): number {
    return Math.max(ms / commands, ms - (commands - 1) * longestAnswered());
  }

  function longestIn({ sentAt, commands }: WriteRun): number {
    return longestOf(now() - sentAt, commands);
  }

  function remember(ms: number): void {
    while ((answered.at(-1)?.ms ?? Infinity) <= ms) answered.pop();
    answered.push({ ms, at: now() });
  }

  return {
    limitMs,
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
    ran(ms, commands) {
      remember(longestOf(ms, commands));
    },
    longestMs: () => Math.max(longestAnswered(), longestLost(), ...[...open].map(longestIn)),
  };
}
