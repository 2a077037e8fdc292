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

/** Picks like a chance, but every choice once before any comes again. Always from the same list, which is not empty. */
export function takeTurns(chance: Chance): <T>(choices: readonly T[]) => T | undefined {
  const left = new Map<unknown, unknown[]>();
  return <T>(choices: readonly T[]) => {
    const rest = (left.get(choices) as T[] | undefined) ?? [];
    if (rest.length === 0) rest.push(...choices);
    left.set(choices, rest);
    const picked = chance.pick(rest);
    rest.splice(
      rest.findIndex((each) => each === picked),
      1,
    );
    return picked;
  };
}
