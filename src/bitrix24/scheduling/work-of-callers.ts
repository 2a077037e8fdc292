/** Seconds by caller. */
export type Work = Map<string, number>;

export function add(work: Work, caller: string, seconds: number): void {
  const sum = (work.get(caller) ?? 0) + seconds;
  // Sums of fractions are not exact.
  if (sum > 1e-9) work.set(caller, sum);
  else work.delete(caller);
}

export function sumOf(work: Work): number {
  let sum = 0;
  for (const seconds of work.values()) sum += seconds;
  return sum;
}
