/** Choices of one part of the run, from one seed. */
export interface Chance {
  /** From `from` to below `to`. */
  between(from: number, to: number): number;
  is(probability: number): boolean;
  pick<T>(choices: readonly T[]): T | undefined;
}

export function createChance(random: () => number): Chance {
  return {
    between: (from, to) => from + random() * (to - from),
    is: (probability) => random() < probability,
    pick: (choices) => choices[Math.floor(random() * choices.length)],
  };
}
