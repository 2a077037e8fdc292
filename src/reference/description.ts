import type { FindAnchor } from './anchors.ts';
import { lines, markup, type Content, type Markup, type Part } from './markup.ts';

/** Makes HTML of a description, with a link for each name in backquotes that is documented. */
export type Describe = (text: string, within?: { readonly name: string }) => Markup;

/**
 * Descriptions use little Markdown: paragraphs, lists of one level, and code in backquotes. Everything else is text.
 */
export function describeWith(findAnchor: FindAnchor): Describe {
  return (text, within) => {
    const inline = (part: string): Content => inlineOf(part, (name) => findAnchor(name, within));
    return lines(text.split(/\n\n+/).map((block) => blockOf(block, inline)));
  };
}

function blockOf(block: string, inline: (text: string) => Content): Markup {
  if (block.startsWith('- ')) {
    const items = block.split(/\n(?=- )/).map((item) => markup`<li>${inline(oneLine(item.slice(2)))}</li>`);
    return markup`<ul>${items}</ul>`;
  }
  // Which REST method or parameter is behind it: of less interest to most readers, unless there is more to say of it.
  const [before = '', rest] = oneLine(block).split(/(\bREST: (?:(?!\. [A-Z]).)*$)/);
  const note = rest === undefined ? undefined : markup`<span class="rest">${inline(rest)}</span>`;
  return markup`<p>${inline(before)}${note}</p>`;
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ');

function inlineOf(text: string, findAnchor: (name: string) => string | undefined): readonly Part[] {
  return text.split(/(`[^`]+`)/).map((part): Part => {
    if (!/^`[^`]+`$/.test(part)) return part;
    const name = part.slice(1, -1);
    const anchor = findAnchor(name);
    const code = markup`<code>${name}</code>`;
    return anchor === undefined ? code : markup`<a href="#${anchor}">${code}</a>`;
  });
}

/** The names in backquotes. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}
