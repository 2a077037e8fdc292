import type { FindAnchor } from './anchors.ts';
import type { Definition, Member, TypeReference } from './contract.ts';
import type { Describe } from './description.ts';
import { lines, markup, type Content, type Markup } from './markup.ts';

export interface MembersOptions {
  readonly describe: Describe;
  readonly findAnchor: FindAnchor;
  /** The anchor of what has them. */
  readonly anchor: string;
  /** The names by which the search finds them, such as `SipLine.title`. */
  readonly searchName: (name: string) => string;
  readonly within?: Definition | undefined;
}

/** A list of fields, arguments or values, each with an anchor of its own. */
export function membersList(members: readonly Member[], options: MembersOptions): Markup {
  const { describe, findAnchor, anchor, searchName, within } = options;
  return markup`<dl class="rows">
${lines(
  members.map((member) => {
    const { name, type, description } = member;
    const id = `${anchor}-${name}`;
    return markup`<div class="row" id="${id}" data-entry="${searchName(name)}">
<dt><a class="name" href="#${id}">${name}</a>${type && markup` ${typeLink(type, findAnchor)}`}${defaultOf(member)}${badges(member)}</dt>
<dd>${describe(description, within)}${argumentsOf(member, options)}</dd>
</div>`;
  }),
)}
</dl>`;
}

function argumentsOf({ name, args }: Member, options: MembersOptions): Content {
  if (args.length === 0) return undefined;
  return membersList(args, {
    ...options,
    anchor: `${options.anchor}-${name}`,
    searchName: (argument) => `${options.searchName(name)}(${argument}:)`,
  });
}

/** `[SipLine!]!` with a link to the type's section, if it is one of the contract. */
export function typeLink({ before, name, after }: TypeReference, findAnchor: FindAnchor): Markup {
  const anchor = findAnchor(name);
  const link = anchor === undefined ? name : markup`<a href="#${anchor}">${name}</a>`;
  return markup`<code>${before}${link}${after}</code>`;
}

function defaultOf({ defaultValue }: Member): Content {
  return defaultValue === undefined ? undefined : markup` <span class="default">= ${defaultValue}</span>`;
}

function badges({ scopes, cost }: Member): Content {
  const text = scopesText(scopes);
  return [
    text && markup` <span class="badge">${text}</span>`,
    cost === undefined ? undefined : markup` <span class="badge">cost ${cost}</span>`,
  ];
}

/** The scopes in words; undefined if none is required. */
export function scopesText(scopes: readonly (readonly string[])[]): string | undefined {
  return scopes.length === 0 ? undefined : scopes.map((all) => all.join(' and ')).join(', or ');
}
