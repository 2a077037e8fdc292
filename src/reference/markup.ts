/** HTML in which everything that came from a text is escaped. */
export interface Markup {
  readonly html: string;
}

export type Part = Markup | string | number | undefined;

export type Content = Part | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template of HTML. Whatever is put into it is escaped, unless it was made by this function itself; undefined is
 * nothing, and the entries of a list follow each other.
 */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { html: parts.map((part, index) => part + htmlOf(contents[index])).join('') };
}

/** One per line, so that a change of one shows as a change of its line. */
export function lines(contents: readonly Content[]): Markup {
  return { html: contents.map(htmlOf).join('\n') };
}

function htmlOf(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string')
    return content.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  if (typeof content === 'number') return String(content);
  return 'html' in content ? content.html : content.map(htmlOf).join('');
}
