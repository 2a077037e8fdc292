import { folded, layersOf, type Layer, type Layers } from './escapes.ts';
import type { Span } from './secret-patterns.ts';

/** Shorter secrets are not masked: masking every "a" would hide the text, not the secret. */
export const MIN_MASKED_LENGTH = 4;

/** Finds known secrets. */
export interface KnownSecrets {
  /** Where they are in a text, plain or in Base64. */
  readonly find: (text: Layers) => Span[];
  /** Whether a text quotes one that is too short to be masked without showing where it was. */
  readonly quotesShort: (text: Layers) => boolean;
}

export function createKnownSecrets(secrets: readonly string[]): KnownSecrets {
  const trimmed = [...new Set(secrets.map((secret) => secret.trim()))];
  const long = trimmed.filter(({ length }) => length >= MIN_MASKED_LENGTH);
  const short = trimmed
    .filter(({ length }) => length < MIN_MASKED_LENGTH)
    .map(foldedText)
    .filter((form) => form !== '');
  // What a secret that looks escaped itself may have become where a text is unescaped as a whole.
  const forms = new Set(
    long.flatMap((secret) => layersOf(secret).layers).map((layer) => folded(layer).text.trim()),
  );
  const comparable = [...forms].filter(({ length }) => length >= MIN_MASKED_LENGTH);
  // Folding leaves too little of a secret of white space and backslashes, so it is matched literally.
  const exact = long.filter((secret) => foldedText(secret).length < MIN_MASKED_LENGTH);
  const literal = [...new Set([...exact, ...secrets.flatMap(inBase64), ...long.flatMap(inBase64)])];
  // Folding makes no text longer.
  const shortest = Math.min(...comparable.map(lengthOf), ...literal.map(lengthOf));
  return {
    find(text) {
      const spans: Span[] = [];
      for (const layer of text.layers) {
        if (layer.text.length < shortest) continue;
        for (const form of comparable) addOccurrences(spans, text.folded(layer), form);
        for (const form of literal) addOccurrences(spans, layer, form);
      }
      return spans;
    },
    quotesShort: (text) =>
      short.length > 0 &&
      text.layers.some((layer) => short.some((form) => isQuoted(text.folded(layer).text, form))),
  };
}

function lengthOf({ length }: string): number {
  return length;
}

// Scripts whose words are set apart.
const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]/u;

/**
 * Whether a text has a form on its own. Within words, a secret of a few characters shows nothing: "d" is in most texts,
 * and would suppress them all.
 */
function isQuoted(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + form.length]];
    if (!WORD.test(before) && !WORD.test(after)) return true;
  }
  return false;
}

function foldedText(text: string): string {
  const [plain] = layersOf(text).layers;
  return plain ? folded(plain).text.trim() : '';
}

function addOccurrences(spans: Span[], { text, startOf, endOf }: Layer, form: string): void {
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) {
    spans.push([startOf(at), endOf(at + form.length - 1)]);
  }
}

/**
 * The Base64 forms of a text at each of the three byte alignments: the characters that depend on nothing else. None for
 * a text of which too few would remain.
 */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  if (bytes.length < MIN_MASKED_LENGTH) return [];
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const own = encoded.slice(from, Math.floor(((offset + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
