import { Parser } from 'htmlparser2';

/**
 * The readable text of a fragment of HTML, one line for each `<br>` or block, white space collapsed. The portal's
 * error texts contain markup and character references and are not necessarily well-formed.
 */
export function plainText(html: string): string {
  const parts: string[] = [];
  let hidden = 0;
  const parser = new Parser({
    onopentag(name) {
      if (HIDDEN.has(name)) hidden += 1;
      if (BREAKS.has(name)) parts.push('\n');
    },
    onclosetag(name) {
      if (HIDDEN.has(name)) hidden -= 1;
    },
    ontext(text) {
      if (hidden === 0) parts.push(text);
    },
  });
  parser.end(html);
  return parts
    .join('')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'title', 'body']);
const HIDDEN = new Set(['script', 'style']);
