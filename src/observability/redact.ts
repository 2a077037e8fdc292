import { KEYS_BY_CODE } from '../client/extension-keys.ts';
import { copyText } from './copy-text.ts';
import { MASK, type Scrubber } from './scrubber.ts';
import { isSecretName } from './secret-patterns.ts';
import { printable } from './printable.ts';

/** Deeper structures are not logged; they may be cyclic. */
const MAX_DEPTH = 20;

/** Field names, messages and names of methods are this short and few. */
const MAX_REMEMBERED_LENGTH = 64;
const MAX_REMEMBERED = 500;

/**
 * A copy of the structure with every value of a secret name masked, every text scrubbed and printable, including names.
 * Meant for values that are about to be logged.
 */
export type Redact = (value: unknown) => unknown;

/** Creates a redaction that examines a text once if it occurs in every line. */
export function createRedact(scrubber: Pick<Scrubber, 'scrub'>): Redact {
  const clean = remembering((text) => printable(scrubber.scrub(text)));

  function redact(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return clean(value);
    // JSON has no other numbers, and would write null.
    if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return undefined;
    if (typeof value !== 'object') return value;
    if (depth >= MAX_DEPTH) return MASK;
    if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        clean(name),
        isSecretName(name) && !isCount(name, item) ? MASK : redact(item, depth + 1),
      ]),
    );
  }

  return (value) => redact(value, 0);
}

/** Whether it is how often an error code occurred. Some codes have the names of secrets, such as `UNAUTHENTICATED`. */
function isCount(name: string, value: unknown): boolean {
  return typeof value === 'number' && Object.hasOwn(KEYS_BY_CODE, name);
}

/** Remembers the latest short texts that stay as they are, and so hold no secret. */
function remembering(clean: (text: string) => string): (text: string) => string {
  const unchanged = new Set<string>();
  return (text) => {
    if (unchanged.has(text)) return text;
    const cleaned = clean(text);
    if (cleaned === text && text.length <= MAX_REMEMBERED_LENGTH) {
      // Texts that occur in every line are back at once.
      if (unchanged.size >= MAX_REMEMBERED) unchanged.clear();
      unchanged.add(copyText(text));
    }
    return cleaned;
  };
}
