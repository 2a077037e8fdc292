import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Pages for people. */
const PAGES = ['.', 'docs', 'docs/decisions', 'examples/sip-lines-app'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const read = (page: string) => readFileSync(page, 'utf8');
const withoutCode = (text: string) => text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
const linksOf = (text: string) =>
  [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);

/** The addresses of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = [
    ...read(page)
      .replaceAll(/^```[^]*?^```/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the links of', () => {
  it.each(PAGES)('%s lead somewhere', (page) => {
    const broken = linksOf(read(page))
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
      });
    expect(broken).toEqual([]);
  });
});

describe('README.ru.md', () => {
  const [english, russian] = ['README.md', 'README.ru.md'].map(read) as [string, string];

  it('has the structure of README.md', () => {
    // Each line by what it is: a heading of a level, an entry of a list, a row of a table.
    const structure = (text: string) =>
      [...withoutCode(text).matchAll(/^(#+ |- |\| (?=[^-])|!\[)/gm)].map(([mark]) => mark);
    expect(structure(russian)).toEqual(structure(english));
  });

  it('has the commands, examples and names of README.md', () => {
    const code = (text: string) => [
      ...[...text.matchAll(/^```\w+\n([^]*?)^```/gm)].map(([, block = '']) =>
        block.replaceAll(/ +#.*$/gm, ''),
      ),
      ...[...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, name]) => name).sort(),
    ];
    expect(code(russian)).toEqual(code(english));
  });

  it('has the links of README.md', () => {
    expect(linksOf(russian)).toEqual(linksOf(english));
  });
});
