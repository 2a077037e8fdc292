import type { Counts, Figures } from './figures.ts';
import type { Violation } from './history.ts';

/** A run without some kind of trouble proves nothing about it. */
export function checkHappened(
  mustHappen: readonly string[],
  { attempts, troubles }: Pick<Figures, 'attempts'> & { readonly troubles: Counts },
): readonly Violation[] {
  return mustHappen
    .filter((what) => !((attempts[what] ?? 0) + (troubles[what] ?? 0)))
    .map((what) => ({ rule: 'too-little-happened', detail: `${what}: not once` }));
}
