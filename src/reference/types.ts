import { anchorOf, type FindAnchor } from './anchors.ts';
import type { Contract, Definition, DefinitionKind } from './contract.ts';
import type { Describe } from './description.ts';
import { lines, markup, type Content, type Markup } from './markup.ts';
import { membersList, scopesText } from './members.ts';

/** The sections of types, in their order on the page. */
export const TYPE_GROUPS: readonly TypeGroup[] = [
  { kind: 'type', id: 'types', title: 'Types' },
  { kind: 'input', id: 'inputs', title: 'Inputs' },
  { kind: 'enum', id: 'enums', title: 'Enums' },
  { kind: 'scalar', id: 'scalars', title: 'Scalars' },
];

interface TypeGroup {
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly title: string;
}

export interface TypesOptions {
  readonly contract: Contract;
  readonly describe: Describe;
  readonly findAnchor: FindAnchor;
}

/** The section of all types of a kind. */
export function types({ kind, id, title }: TypeGroup, options: TypesOptions): Markup {
  const { contract } = options;
  return markup`<section class="group" id="${id}">
<h2>${title}</h2>
${lines(contract.types.filter((type) => type.kind === kind).map((type) => entry(type, options)))}
</section>`;
}

function entry(type: Definition, options: TypesOptions): Markup {
  const { name, kind, description, scopes } = type;
  const id = anchorOf(type);
  const text = scopesText(scopes);
  return markup`<section class="entry" id="${id}" data-entry="${name}" data-kind="${kind}">
<h3><a href="#${id}">${name}</a></h3>
<div class="about">${options.describe(description, type)}${specification(type)}</div>
${text && markup`<dl class="facts"><div><dt>Scopes</dt><dd>${text}</dd></div></dl>`}
${members(type, id, options)}
${usedBy(type, options)}
</section>`;
}

function specification({ specifiedBy }: Definition): Content {
  return (
    specifiedBy && markup`<p>Specified by <a href="${specifiedBy}" rel="noreferrer">${specifiedBy}</a>.</p>`
  );
}

function members(type: Definition, anchor: string, options: TypesOptions): Content {
  if (type.members.length === 0) return undefined;
  const searchName = (name: string) => `${type.name}.${name}`;
  return markup`<h4>${type.kind === 'enum' ? 'Values' : 'Fields'}</h4>
${membersList(type.members, { ...options, anchor, searchName, within: type })}`;
}

/** The fields that have the type, or take it as an argument. */
function usedBy({ name }: Definition, { contract, findAnchor }: TypesOptions): Content {
  const { query, mutation, types } = contract;
  const users = [query, mutation, ...types].flatMap((owner) =>
    owner.members
      .filter(({ type, args }) =>
        [type, ...args.map((argument) => argument.type)].some((each) => each?.name === name),
      )
      .map((field) => (owner === query || owner === mutation ? field.name : `${owner.name}.${field.name}`)),
  );
  if (users.length === 0) return undefined;
  const links = users.map(
    (user, index) =>
      markup`${index === 0 ? '' : ', '}<a href="#${findAnchor(user)}"><code>${user}</code></a>`,
  );
  return markup`<h4>Used by</h4>\n<p>${links}</p>`;
}
