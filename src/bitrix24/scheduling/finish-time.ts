/**
 * When an amount of work ends if spread ideally over requests that may start at the given moments: the least T
 * with Σ max(0, T − tᵢ) ≥ work. Everything in the same unit.
 *
 * @param starts at least one, in ascending order
 */
export function finishTime(work: number, starts: readonly number[]): number {
  let sum = 0;
  let finish = Infinity;
  for (const [index, start] of starts.entries()) {
    // A request that would start only after the others are done is of no use.
    if (start >= finish) break;
    sum += start;
    finish = (work + sum) / (index + 1);
  }
  return finish;
}

/**
 * The next moments at which requests may start.
 *
 * @param slotsFreeAt when each slot becomes free, in ascending order
 * @param tokens requests that the rate bucket takes now
 * @param tokenMs milliseconds until the bucket takes one more
 */
export function startMoments(
  slotsFreeAt: readonly number[],
  now: number,
  tokens: number,
  tokenMs: number,
): number[] {
  return slotsFreeAt.map((freeAt, index) => {
    const missing = Math.max(0, index + 1 - tokens);
    return Math.max(now, freeAt, missing === 0 ? now : now + missing * tokenMs);
  });
}
