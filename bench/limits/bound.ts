/** What no program can beat: seconds until so much work is done through the rate bucket and the slots. */
export function lowerBound(
  durations: readonly number[],
  tokens: number,
  perSecond: number,
  slots: number,
): number {
  const work = durations.reduce((sum, seconds) => sum + seconds, 0);
  const starts = Array.from({ length: Math.min(slots, durations.length) }, (_, index) =>
    index < tokens ? 0 : (index + 1 - tokens) / perSecond,
  );
  // Bisection on Σ max(0, T − tᵢ) ≥ work, which grows with T.
  let [low, high] = [0, work + (starts.at(-1) ?? 0)];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    const done = starts.reduce((sum, start) => sum + Math.max(0, middle - start), 0);
    if (done >= work) high = middle;
    else low = middle;
  }
  return Math.max(high, (starts[0] ?? 0) + Math.max(...durations));
}
