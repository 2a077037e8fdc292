import type { ReceivedSpan } from './collector.ts';
import { codesIn, rowsOf } from './documented-lines.ts';

/** The kinds of spans in docs/observability.md, with the attributes that each may have. */
export function documentedSpans(): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    rowsOf('span').flatMap(([names = '', , , described = '']) => {
      const attributes = new Set(
        codesIn(described).filter((code) => /^[a-z][a-z0-9_]*(\.[a-z_]+)+$/.test(code)),
      );
      return codesIn(names)
        .filter((name) => name.includes(' ') || name.includes('.'))
        .map((name) => [kindOf(name), attributes] as const);
    }),
  );
}

/** The kind of a span by its name: spans of all methods, and of all root fields, are alike. */
export function kindOf(name: string): string {
  return name
    .replace(/^GET /, 'POST ')
    .replace(/\b(voximplant\.[a-z.]+|scope|server\.time)$/, 'METHOD')
    .replace(/^(Query|Mutation)\.\w+$/, 'FIELD');
}

/** The attributes that spans had, by their kind. */
export function attributesByKind(spans: readonly ReceivedSpan[]): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { name, attributes } of spans) {
    const known = seen.get(kindOf(name)) ?? new Set();
    for (const attribute of Object.keys(attributes)) known.add(attribute);
    seen.set(kindOf(name), known);
  }
  return seen;
}
