import { markup, type Content, type Part } from './markup.ts';

/** A kind of token, which is the name of its style, and how it looks. */
type Rule = readonly [kind: string, pattern: RegExp];

const GRAPHQL: readonly Rule[] = [
  ['string', /"(?:[^"\\]|\\.)*"/],
  ['variable', /\$\w+/],
  ['keyword', /\b(?:query|mutation)\b/],
  ['key', /\b\w+(?=:)/],
  ['type', /(?<=: ?\[?)[A-Z]\w*/],
  ['number', /\b(?:\d+|true|false|null)\b/],
];

const JSON_TEXT: readonly Rule[] = [
  ['key', /"(?:[^"\\]|\\.)*"(?=:)/],
  ['string', /"(?:[^"\\]|\\.)*"/],
  ['number', /-?\b(?:\d[\d.]*|true|false|null)\b/],
];

export const highlightGraphQL = (text: string): Content => highlight(text, GRAPHQL);

export const highlightJson = (text: string): Content => highlight(text, JSON_TEXT);

function highlight(text: string, rules: readonly Rule[]): Content {
  const pattern = new RegExp(rules.map(([kind, { source }]) => `(?<${kind}>${source})`).join('|'), 'g');
  const contents: Part[] = [];
  let end = 0;
  for (const { index, 0: token, groups = {} } of text.matchAll(pattern)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    contents.push(text.slice(end, index), markup`<span class="${kind}">${token}</span>`);
    end = index + token.length;
  }
  return [...contents, text.slice(end)];
}

/** JSON for people: what fits on a line is on one. */
export function readableJson(value: unknown, indentation = ''): string {
  const short = shortJson(value);
  if (typeof value !== 'object' || value === null || indentation.length + short.length <= 64) return short;
  const inner = `${indentation}  `;
  const entries = Array.isArray(value)
    ? value.map((entry) => `${inner}${readableJson(entry, inner)}`)
    : Object.entries(value).map(
        ([key, entry]) => `${inner}${JSON.stringify(key)}: ${readableJson(entry, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open ?? ''}\n${entries.join(',\n')}\n${indentation}${close ?? ''}`;
}

function shortJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shortJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${shortJson(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
