import { highlightGraphQL, highlightJson, readableJson } from './highlight.ts';
import { markup, type Content, type Markup } from './markup.ts';

/** An operation that was executed, and what came back. */
export interface Example {
  /** What led to it, if the operation alone does not show that. */
  readonly note?: string | undefined;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly status: number;
  readonly response: unknown;
}

export function exampleOf({ note, query, variables, status, response }: Example): Markup {
  return markup`<div class="example">
${note === undefined ? undefined : markup`<p class="note">${note}</p>\n`}${codeBlock('Operation', highlightGraphQL(query))}
${variables ? markup`${codeBlock('Variables', highlightJson(readableJson(variables)))}\n` : undefined}${codeBlock(
    status === 200 ? 'Response' : `Response, HTTP ${String(status)}`,
    highlightJson(readableJson(response)),
  )}
</div>`;
}

function codeBlock(title: string, code: Content): Markup {
  return markup`<figure><figcaption>${title}</figcaption><pre><code>${code}</code></pre></figure>`;
}

/** @throws Error if there is none */
export function exampleFor(name: string, examples: ReadonlyMap<string, Example>): Example {
  const example = examples.get(name);
  if (!example) throw new Error(`There is no example of ${name}.`);
  return example;
}
