import { COMMON_KEYS, KEYS_BY_CODE } from '../client/extension-keys.ts';
import { CODES } from '../graphql/errors/codes.ts';
import type { Contract, Member } from './contract.ts';
import type { Describe } from './description.ts';
import { exampleFor, exampleOf, type Example } from './example.ts';
import { lines, markup, type Markup } from './markup.ts';
import { KEY_MEANINGS, REMEDIES } from './remedies.ts';

export interface ErrorsOptions {
  readonly contract: Contract;
  readonly describe: Describe;
  /** By the code. */
  readonly examples: ReadonlyMap<string, Example>;
}

/** The section of all error codes. */
export function errors({ contract: { codes }, describe, examples }: ErrorsOptions): Markup {
  return markup`<section class="group" id="errors" data-entry="${codes.name}" data-kind="enum">
<h2>Errors</h2>
<div class="about">${describe(codes.description)}</div>
<h3 class="small">In every error</h3>
${keys(COMMON_KEYS, describe)}
${lines(codes.members.map((member) => error(member, exampleFor(member.name, examples), describe)))}
</section>`;
}

function error({ name, description }: Member, example: Example, describe: Describe): Markup {
  const code = name as keyof typeof CODES;
  const { retryable, message } = CODES[code];
  const own = KEYS_BY_CODE[code];
  return markup`<section class="entry" id="error-${code}" data-entry="${code}" data-kind="error">
<h3><a href="#error-${code}">${code}</a></h3>
<div class="columns">
<div>
<div class="about">${describe(description)}</div>
<dl class="facts">
<div><dt>Retryable</dt><dd>${retryable ? 'yes' : 'no'}, unless the error says otherwise</dd></div>
<div><dt>Message</dt><dd>${message}</dd></div>
</dl>
<h4>What to do</h4>
<div class="about">${describe(REMEDIES[code])}</div>
${Object.keys(own).length === 0 ? undefined : markup`<h4>Keys of its own</h4>\n${keys(own, describe)}`}
</div>
${exampleOf(example)}
</div>
</section>`;
}

function keys(
  presences: Readonly<Partial<Record<keyof typeof KEY_MEANINGS, string>>>,
  describe: Describe,
): Markup {
  const entries = Object.entries(presences) as [keyof typeof KEY_MEANINGS, string][];
  return markup`<dl class="rows">
${lines(
  entries.map(
    ([key, presence]) =>
      markup`<div class="row"><dt><span class="name">${key}</span> <span class="badge">${presence}</span></dt><dd>${describe(KEY_MEANINGS[key])}</dd></div>`,
  ),
)}
</dl>`;
}
