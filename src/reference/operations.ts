import type { FindAnchor } from './anchors.ts';
import type { Contract, Definition, Member } from './contract.ts';
import { namesIn, type Describe } from './description.ts';
import { exampleFor, exampleOf, type Example } from './example.ts';
import { lines, markup, type Content, type Markup } from './markup.ts';
import { membersList, scopesText, typeLink } from './members.ts';

export interface OperationsOptions {
  readonly contract: Contract;
  readonly describe: Describe;
  readonly findAnchor: FindAnchor;
  /** By the name of the root field. */
  readonly examples: ReadonlyMap<string, Example>;
}

/** The section of all queries or mutations. */
export function operations(root: 'query' | 'mutation', options: OperationsOptions): Markup {
  const { name, description, members } = options.contract[root];
  const [id, title] = root === 'query' ? ['queries', 'Queries'] : ['mutations', 'Mutations'];
  return markup`<section class="group" id="${id}" data-entry="${name}" data-kind="type">
<h2>${title}</h2>
<div class="about">${options.describe(description)}</div>
${lines(members.map((field) => operation(root, field, options)))}
</section>`;
}

function operation(root: string, field: Member, options: OperationsOptions): Markup {
  const { contract, describe, findAnchor, examples } = options;
  const { name, description, type } = field;
  const id = `${root}-${name}`;
  const returned = contract.types.find((definition) => definition.name === type?.name);
  return markup`<section class="entry" id="${id}" data-entry="${name}" data-kind="${root}">
<h3><a href="#${id}">${name}</a></h3>
<div class="columns">
<div>
<div class="about">${describe(description, returned)}</div>
${argumentsOf(field, id, options)}
<h4>Returns</h4>
<p>${type && typeLink(type, findAnchor)} <span class="rest">${firstSentence(returned)}</span></p>
${facts(field)}
<h4>Errors</h4>
<p>${errorsOf(field, contract)}</p>
</div>
${exampleOf(exampleFor(name, examples))}
</div>
</section>`;
}

function argumentsOf({ name, args }: Member, anchor: string, options: OperationsOptions): Content {
  if (args.length === 0) return undefined;
  const searchName = (argument: string) => `${name}(${argument}:)`;
  return markup`<h4>Arguments</h4>\n${membersList(args, { ...options, anchor, searchName })}`;
}

/** Without links, because it stands beside the one to what it describes. */
function firstSentence(definition: Definition | undefined): string {
  const [first = ''] = (definition?.description ?? '').replaceAll(/\s+/g, ' ').split(/(?<=\.) /);
  return first.replaceAll('`', '');
}

function facts({ scopes, cost }: Member): Markup {
  const ofField = cost === undefined ? 'that of the fields' : `${String(cost)}, plus that of the fields`;
  return markup`<dl class="facts">
<div><dt>Scopes</dt><dd>${scopesText(scopes) ?? 'none'}</dd></div>
<div><dt>Cost</dt><dd>${ofField}</dd></div>
</dl>`;
}

function errorsOf(field: Member, { codes, query, mutation }: Contract): Content {
  const named = namesOf(field, [...query.members, ...mutation.members]);
  // Any write may be lost, and any key may be used again.
  if (field.args.some(({ name }) => name === 'idempotencyKey'))
    named.add('OUTCOME_UNKNOWN').add('IDEMPOTENCY_CONFLICT');
  const links = codes.members
    .filter(({ name }) => named.has(name))
    .map(({ name }) => markup`<a href="#error-${name}"><code>${name}</code></a>, `);
  const others = markup`<a href="#errors">of every operation</a>.`;
  return links.length === 0 ? markup`Those ${others}` : markup`${links}and those ${others}`;
}

/** The names in the field's descriptions, and in those of the fields that it is said to be like. */
function namesOf({ name, args, description }: Member, fields: readonly Member[]): Set<string> {
  const own = [description, ...args.map((argument) => argument.description)].flatMap(namesIn);
  const others = fields.filter((field) => field.name !== name);
  const likened = [...description.matchAll(/\b(?:like|as\s+for)\s+`(\w+)`/gi)].flatMap(([, like]) =>
    others.filter((field) => field.name === like).flatMap((field) => [...namesOf(field, others)]),
  );
  return new Set([...own, ...likened]);
}
