import { ArgumentError } from '../errors/argument-error.ts';

/** The maximum number of IDs in a filter or list. */
export const MAX_IDS = 200;

/**
 * Rejects conditions that no portal could accept.
 *
 * @throws ArgumentError
 */
export function checkConditions(conditions: object): void {
  for (const [field, value] of Object.entries(conditions) as [string, unknown][]) {
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (texts.length > MAX_IDS)
      throw new ArgumentError(['filter', field], `Must have at most ${MAX_IDS} entries.`);
    if (texts.some((text) => typeof text === 'string' && !text.isWellFormed())) {
      throw new ArgumentError(['filter', field], 'Contains a character that is not valid Unicode.');
    }
  }
}
