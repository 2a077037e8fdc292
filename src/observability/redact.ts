import { MASK, type Scrubber } from './scrubber.ts';
import { isSecretName } from './secret-patterns.ts';
import { printable } from './printable.ts';

/** Deeper structures are not logged; they may be cyclic. */
const MAX_DEPTH = 20;

/**
 * A copy of the structure with every value of a secret name masked, every text scrubbed and printable, including names.
 * Meant for values that are about to be logged.
 */
export function redact(value: unknown, scrubber: Scrubber, depth = 0): unknown {
  if (typeof value === 'string') return printable(scrubber.scrub(value));
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return MASK;
  if (Array.isArray(value)) return value.map((item) => redact(item, scrubber, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      printable(scrubber.scrub(name)),
      isSecretName(name) ? MASK : redact(item, scrubber, depth + 1),
    ]),
  );
}
