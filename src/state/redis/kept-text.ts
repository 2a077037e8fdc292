import type { KeptOutcome } from '../idempotency-store.ts';

/**
 * Outcomes as a text. `until` becomes the time that is left, because clocks of processes have nothing in common.
 *
 * @param now by the clock of this process
 */
export function textOfOutcomes(outcomes: readonly KeptOutcome[], now: number): string {
  return JSON.stringify(
    outcomes.map((outcome) => {
      switch (outcome.kind) {
        case 'succeeded':
          return ['s', outcome.id];
        case 'unknown':
          return ['u', outcome.until - now, outcome.above, ...markOf(outcome.hidden)];
        case 'nothing':
          return ['n'];
      }
    }),
  );
}

/**
 * The outcomes that a text stands for; undefined if it is none of ours.
 *
 * @param writtenAt when it was written, by the clock of this process, or later
 */
export function outcomesOfText(text: string, writtenAt: number): readonly KeptOutcome[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  const outcomes = list.map((each: unknown) => outcomeOf(each, writtenAt));
  const known = outcomes.filter((outcome) => outcome !== undefined);
  return known.length === outcomes.length ? known : undefined;
}

function outcomeOf(entry: unknown, writtenAt: number): KeptOutcome | undefined {
  if (!Array.isArray(entry)) return undefined;
  const [kind, first, second, third] = entry as readonly unknown[];
  if (kind === 'n') return { kind: 'nothing' };
  if (kind === 's' && isTextOrNull(first)) return { kind: 'succeeded', id: first };
  if (kind === 'u' && typeof first === 'number' && isTextOrNull(second))
    return {
      kind: 'unknown',
      until: writtenAt + first,
      above: second,
      ...((third === 'h' || third === 'v') && { hidden: third === 'h' }),
    };
  return undefined;
}

/** `h`: may be hidden; `v`: would have been visible. */
function markOf(hidden: boolean | undefined): readonly string[] {
  if (hidden === undefined) return [];
  return [hidden ? 'h' : 'v'];
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
