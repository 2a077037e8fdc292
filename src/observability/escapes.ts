import { decodeHTMLStrict } from 'entities/decode';

/** A text with, for each of its code units, the part of the original text that it represents. */
export interface Layer {
  readonly text: string;
  /** Offset in the original text at which the code unit at this index begins. */
  readonly startOf: (index: number) => number;
  /** Offset in the original text after the code unit at this index. */
  readonly endOf: (index: number) => number;
}

/** The readings of a text: the text itself, and its unescaped forms. */
export interface Layers {
  readonly layers: readonly Layer[];
  /** False if escapes are nested deeper than in any legitimate text; the deeper levels are not examined. */
  readonly complete: boolean;
  /** How many characters they have together: what it costs to look through them. */
  readonly size: number;
  /** See {@link folded}. */
  readonly folded: (layer: Layer) => Layer;
}

/** JSON in a URL in JSON in HTML, and as much again. */
const MAX_LEVELS = 8;
const MAX_LEVELS_OF_ONE_KIND = 3;

/** Whether anything in a text looks like an escape. If nothing does, it has one reading. */
export function hasEscapes(text: string): boolean {
  return text.search(ANY_ESCAPE) !== -1;
}

/**
 * Unescapes a text level by level: percent-encoding, JSON and JavaScript escapes, and HTML character references. Each
 * level undoes all of them at once, as they may be mixed; the outermost three also each kind separately, so that what
 * only looks like an escape of another kind stays. Runs in time linear in the length of the text.
 */
export function layersOf(text: string): Layers {
  const plain: Layer = { text, startOf: (index) => index, endOf: (index) => index + 1 };
  if (!/[%\\&]/.test(text)) return toLayers([plain], true);
  const layers = new Map([[text, plain]]);
  const unescaped = (layer: Layer, escape: RegExp) => {
    const next = rewrite(layer, escape, meaningOf);
    if (next && !layers.has(next.text)) layers.set(next.text, next);
    return next;
  };
  let level: Layer | undefined = plain;
  for (let depth = 0; level && depth < MAX_LEVELS; depth += 1) level = unescaped(level, ANY_ESCAPE);
  const complete = !level || !rewrite(level, ANY_ESCAPE, meaningOf);
  // Escapes of two kinds in either order often lead to the same text.
  const descended = new Map<string, number>();
  const descend = (layer: Layer, depth: number) => {
    if ((descended.get(layer.text) ?? Infinity) <= depth) return;
    descended.set(layer.text, depth);
    for (const kind of KINDS) {
      const next = unescaped(layer, kind);
      if (next && depth < MAX_LEVELS_OF_ONE_KIND) descend(next, depth + 1);
    }
  };
  descend(plain, 1);
  return toLayers([...layers.values()], complete);
}

function toLayers(layers: readonly Layer[], complete: boolean): Layers {
  const known = new Map<Layer, Layer>();
  return {
    layers,
    complete,
    size: layers.reduce((sum, { text }) => sum + text.length, 0),
    folded(layer) {
      const before = known.get(layer);
      if (before) return before;
      const made = folded(layer);
      known.set(layer, made);
      return made;
    },
  };
}

/**
 * The layer in the form in which texts are compared: regardless of case and of kinds and amounts of white space (of
 * which `+` is one in forms), without invisible characters, and without backslashes, which two levels of escapes may
 * take out or leave.
 */
export function folded(layer: Layer): Layer {
  const spaced = MAY_DIFFER.test(layer.text)
    ? (rewrite(layer, NOT_COMPARED, (found) => (VISIBLE_SPACE.test(found) ? ' ' : '')) ?? layer)
    : layer;
  return { ...spaced, text: lowerCase(spaced.text) };
}

// Each represents one character. Only well-formed UTF-8 is decoded: the rest may be completed at the next level.
const PERCENT = [
  '%[0-7][0-9a-f]',
  '%[cd][0-9a-f]%[89ab][0-9a-f]',
  '%e[0-9a-f](?:%[89ab][0-9a-f]){2}',
  '%f[0-7](?:%[89ab][0-9a-f]){3}',
  '%u[0-9a-f]{4}',
];
const SCRIPT = ['\\\\u[0-9a-f]{4}', '\\\\u\\{[0-9a-f]{1,8}\\}', '\\\\x[0-9a-f]{2}', '\\\\["\'`\\\\/bfnrtv]'];
// Browsers understand some without the semicolon; not where it, or more of the number, may itself be escaped.
const MARKUP = [
  '&#x[0-9a-f]+(?:;|(?![0-9a-f%\\\\&]))',
  '&#[0-9]+(?:;|(?![0-9%\\\\&]))',
  '&[a-z][a-z0-9]{1,31};',
  '&(?:amp|lt|gt|quot)(?![;%\\\\&])',
];

const KINDS = [PERCENT, SCRIPT, MARKUP].map((forms) => new RegExp(forms.join('|'), 'gi'));
const ANY_ESCAPE = new RegExp([...PERCENT, ...SCRIPT, ...MARKUP].join('|'), 'gi');

const NOT_COMPARED = /[\s+\p{Cc}\p{Default_Ignorable_Code_Point}\\]+/gu;
// Most texts are ASCII words separated by single spaces.
const MAY_DIFFER = / {2}|[^ -~]|[+\\]/;
const VISIBLE_SPACE = /(?!\uFEFF)[\s+]/;

const CONTROLS: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The character that an escape represents, or the escape itself if it represents none. */
function meaningOf(escape: string): string {
  if (escape.startsWith('&#')) {
    const digits = escape.slice(2).replace(';', '');
    return characterOf(/^x/i.test(digits) ? Number(`0${digits}`) : Number(digits)) ?? escape;
  }
  if (escape.startsWith('&')) return decodeHTMLStrict(escape.endsWith(';') ? escape : `${escape};`);
  if (/^%[^u]/i.test(escape)) return decodePercent(escape);
  const [, digits] = /^.[ux]\{?([0-9a-f]+)/i.exec(escape) ?? [];
  if (digits !== undefined) return characterOf(parseInt(digits, 16)) ?? escape;
  const letter = escape.slice(1);
  return CONTROLS[letter.toLowerCase()] ?? letter;
}

function characterOf(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function decodePercent(escape: string): string {
  try {
    return decodeURIComponent(escape);
  } catch {
    return escape;
  }
}

/**
 * Replaces each match, never by something longer; each code unit of a replacement maps to the whole match. Undefined if
 * nothing changes.
 */
function rewrite(
  { text, startOf, endOf }: Layer,
  pattern: RegExp,
  replace: (found: string) => string,
): Layer | undefined {
  const parts: string[] = [];
  let starts = new Uint32Array(0);
  let ends = new Uint32Array(0);
  let size = 0;
  let done = 0;
  const keep = (until: number) => {
    parts.push(text.slice(done, until));
    for (; done < until; done += 1, size += 1) {
      starts[size] = startOf(done);
      ends[size] = endOf(done);
    }
  };
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const replacement = replace(found);
    if (replacement === found) continue;
    if (parts.length === 0) {
      starts = new Uint32Array(text.length);
      ends = new Uint32Array(text.length);
    }
    keep(index);
    parts.push(replacement);
    done = index + found.length;
    for (const end = size + replacement.length; size < end; size += 1) {
      starts[size] = startOf(index);
      ends[size] = endOf(done - 1);
    }
  }
  if (parts.length === 0) return undefined;
  keep(text.length);
  return {
    text: parts.join(''),
    startOf: (index) => starts[index] ?? 0,
    endOf: (index) => ends[index] ?? 0,
  };
}

/** In lower case, character by character, so that each stays where it is. */
function lowerCase(text: string): string {
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return Array.from(text, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  }).join('');
}
