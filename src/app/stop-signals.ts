/**
 * How long after the first signal others still count as the same one, in milliseconds. A terminal sends Ctrl-C to npm
 * and to the program, and npm forwards it to the program again.
 */
const SAME_SIGNAL_MS = 1_000;

/** The process, as far as it matters here. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/**
 * Calls `stop` at the first SIGINT or SIGTERM, and `abort` when the operator asks again.
 *
 * @param now milliseconds of a clock that never runs backwards
 */
export function onStopSignals(
  source: SignalSource,
  now: () => number,
  { stop, abort }: { readonly stop: () => void; readonly abort: () => void },
): void {
  let stoppedAt: number | undefined;
  const handle = () => {
    if (stoppedAt === undefined) {
      stoppedAt = now();
      stop();
    } else if (now() - stoppedAt >= SAME_SIGNAL_MS) {
      abort();
    }
  };
  source.on('SIGINT', handle);
  source.on('SIGTERM', handle);
}
