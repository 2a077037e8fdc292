import type { Secret } from '../config/secret.ts';
import { layersOf, type Layers } from './escapes.ts';
import { createKnownSecrets } from './known-secrets.ts';
import { findPatterns, type Span } from './secret-patterns.ts';

/** The replacement for a secret. */
export const MASK = '[redacted]';

/** A secret may start within the shown part and end this far behind it, escapes included. */
const LOOKAHEAD = 2_048;

/** Removes secrets from texts. */
export interface Scrubber {
  /**
   * Masks the known secrets in a text, whichever escapes are around them and in any case, and what looks like a secret:
   * addresses of webhooks and cloud portals, and values with secret names. A text without any is returned as it is. One
   * whose escapes are nested too deep to look through is masked as a whole.
   *
   * @param length how much of the text to return; no partial secret is left at the cut either
   * @param readings of the text, if they are known: see `readingsOf`
   */
  readonly scrub: (text: string, length?: number, readings?: Layers) => string;
  /** Whether a text, read by `layersOf`, holds a known secret that {@link Scrubber.scrub} masks. */
  readonly holdsKnown: (text: Layers) => boolean;
  /** Whether a text, read by `layersOf`, quotes a known secret of so few characters that {@link Scrubber.scrub} leaves it. */
  readonly quotesShort: (text: Layers) => boolean;
}

/** @param secrets the values to mask wherever they occur */
export function createScrubber(secrets: readonly Secret[]): Scrubber {
  const known = createKnownSecrets(secrets.map((secret) => secret.reveal()));
  return {
    scrub(text, length = text.length, readings = readingsOf(text, length)) {
      if (!readings.complete) return MASK;
      const spans = [
        ...known.find(readings),
        ...readings.layers.flatMap((layer) =>
          findPatterns(layer.text).map(([start, end]): Span => [layer.startOf(start), layer.endOf(end - 1)]),
        ),
      ];
      if (spans.length === 0) return text.slice(0, length);
      return masked(text.slice(0, length), spans);
    },
    holdsKnown: (text) => !text.complete || known.find(text).length > 0,
    quotesShort: known.quotesShort,
  };
}

/** What a scrubber reads of a text to return so much of it. */
export function readingsOf(text: string, length = text.length): Layers {
  return layersOf(text.slice(0, length + LOOKAHEAD));
}

/** The text with one mask in place of each stretch covered by spans. */
function masked(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of spans.toSorted(([one], [other]) => one - other)) {
    if (start >= text.length) break;
    if (start > done || parts.length === 0) parts.push(text.slice(done, start), MASK);
    done = Math.max(done, end);
  }
  parts.push(text.slice(done));
  return parts.join('');
}
