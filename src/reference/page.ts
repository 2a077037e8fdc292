import { anchorOf, findAnchors } from './anchors.ts';
import { readContract, type Contract } from './contract.ts';
import { describeWith } from './description.ts';
import { errors } from './errors.ts';
import type { Example } from './example.ts';
import { INTRODUCTION } from './introduction.ts';
import { lines, markup, type Markup } from './markup.ts';
import { operations } from './operations.ts';
import { TYPE_GROUPS, types } from './types.ts';

export interface PageOptions {
  /** The text of the contract. */
  readonly sdl: string;
  /** One for each root field and error code, by its name. */
  readonly examples: ReadonlyMap<string, Example>;
}

/** The reference as one page, which needs its style and script beside it, and no other server. */
export function referencePage({ sdl, examples }: PageOptions): string {
  const contract = readContract(sdl);
  const findAnchor = findAnchors(contract);
  const options = { contract, findAnchor, describe: describeWith(findAnchor), examples };
  const { html } = pageOf(
    groupsOf(contract),
    lines([
      INTRODUCTION,
      operations('query', options),
      operations('mutation', options),
      ...TYPE_GROUPS.map((group) => types(group, options)),
      errors(options),
    ]),
  );
  // Parts that are missing leave empty lines.
  return `${html.replaceAll(/\n(?:\s*\n)+/g, '\n').trim()}\n`;
}

function groupsOf({ query, mutation, types, codes }: Contract): readonly Group[] {
  return [
    ['queries', 'Queries', query.members.map(({ name }) => [`query-${name}`, name])],
    ['mutations', 'Mutations', mutation.members.map(({ name }) => [`mutation-${name}`, name])],
    ...TYPE_GROUPS.map(({ kind, id, title }): Group => {
      const listed = types.filter((type) => type.kind === kind);
      return [id, title, listed.map((type) => [anchorOf(type), type.name])];
    }),
    ['errors', 'Errors', codes.members.map(({ name }) => [`error-${name}`, name])],
  ];
}

/** A group of the navigation, and its entries. */
type Group = readonly [
  anchor: string,
  title: string,
  entries: readonly (readonly [anchor: string, name: string])[],
];

function pageOf(groups: readonly Group[], content: Markup): Markup {
  return markup`<!doctype html>
<!-- Generated: npx vitest run test/reference -u -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Reference: Bitrix24 telephony gateway</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/theme.css">
<link rel="stylesheet" href="docs/navigation.css">
<link rel="stylesheet" href="docs/content.css">
<script src="docs/reference.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav id="navigation" aria-label="Reference">
<p class="brand"><a href="#overview">Bitrix24 telephony</a> <span>reference</span></p>
<div class="search" hidden>
<label for="search">Search names and descriptions</label>
<input id="search" type="search" placeholder="Search  ( / )" autocomplete="off" spellcheck="false" aria-controls="results">
<button type="button" id="menu" aria-expanded="false" aria-controls="contents">Contents</button>
<p id="found" role="status"></p>
</div>
<ul id="results" hidden></ul>
<div id="contents">
${lines(groups.map(navigationOf))}
</div>
</nav>
<main id="content" tabindex="-1">
<h1>GraphQL reference</h1>
${content}
</main>
</body>
</html>`;
}

function navigationOf([anchor, title, entries]: Group): Markup {
  return markup`<h2><a href="#${anchor}">${title}</a></h2>
<ul>
${lines(entries.map(([target, name]) => markup`<li><a href="#${target}">${name}</a></li>`))}
</ul>`;
}
