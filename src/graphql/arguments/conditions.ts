import { ArgumentError } from '../errors/argument-error.ts';

/** The most ids a filter or a list may name. */
export const MAX_IDS = 200;

/**
 * Refuses what no portal could take.
 *
 * @throws ArgumentError
 */
export function checkConditions(conditions: object): void {
  for (const [field, value] of Object.entries(conditions) as [string, unknown][]) {
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (texts.length > MAX_IDS)
      throw new ArgumentError(['filter', field], `Must be at most ${MAX_IDS} entries.`);
    if (texts.some((text) => typeof text === 'string' && !text.isWellFormed())) {
      throw new ArgumentError(['filter', field], 'Contains a character that is not valid Unicode.');
    }
  }
}
