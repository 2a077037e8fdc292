import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TelephonyErrorCode } from '../../src/client/client.ts';
import { seedPortal } from '../../src/app/embedded-emulator.ts';
import type { Example } from '../../src/reference/example.ts';
import { referencePage } from '../../src/reference/page.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ERROR_EXAMPLES } from './error-examples.ts';
import { withMadeUpValues } from './made-up-values.ts';
import { OPERATION_EXAMPLES } from './operation-examples.ts';

const SDL = readFileSync('schema.graphql', 'utf8');

/** A Tuesday on which nothing happens until a test lets it. */
const TODAY = Date.UTC(2026, 2, 10, 8, 19, 38);

/** The operation as the reference shows it, because errors name lines and columns of it. */
const shownOperation = (query: string) => print(parse(query));

/** Always the same numbers from 0 to below 1. */
function steps(): () => number {
  let last = 0;
  return () => (last = (last + 0.381966) % 1);
}

/** What was executed so far, by the name of the root field or error code. */
const examples = new Map<string, Example>();

describe('the reference', () => {
  /** Of an application, which can do more than a webhook, and of a webhook. */
  let gateways: Readonly<Record<'application' | 'webhook', TestGateway>>;
  beforeAll(async () => {
    const application = await startGateway({
      asApplication: {},
      emulator: {
        deactivatePhoneWorks: true,
        random: steps(),
        clock: { now: () => TODAY, sleep: () => Promise.resolve() },
      },
    });
    seedPortal(application.emulator);
    gateways = { application, webhook: await startGateway() };
  });
  afterAll(async () => {
    for (const gateway of Object.values(gateways)) await gateway.close();
  });

  it('shows each operation with its real result', async () => {
    const { application: gateway } = gateways;
    for (const { field, variables, note, failsPartly = false, shown, ...example } of OPERATION_EXAMPLES) {
      const query = shownOperation(example.query);
      const { status, text } = await gateway.query(query, variables);
      const response = withMadeUpValues(JSON.parse(text), { portal: gateway.emulator.origin }) as Response;
      expect([field, response.errors !== undefined]).toEqual([field, failsPartly]);
      const result = response.data?.[field];
      expect(result, field).toBeTruthy();
      if (shown !== undefined && Array.isArray(result)) result.splice(shown);
      examples.set(field, { note, query, variables, status, response });
    }
  });

  it.each(Object.entries(ERROR_EXAMPLES))('shows a real %s', async (code, example) => {
    const { note, variables, waitMs, respond, arrange } = example;
    const query = shownOperation(example.query);
    const { webhook: gateway } = gateways;
    await arrange?.(gateway);
    const { status, text, portal } = respond
      ? await respond({ query, variables })
      : { ...(await gateway.query(query, variables)), portal: gateway.emulator.origin };
    const response = withMadeUpValues(JSON.parse(text), { portal, waitMs }) as Response;
    expect(response.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    examples.set(code, { note, query, variables, status, response });
  });

  it('is what was generated last: run this file with "-u" after a change of the contract', async () => {
    await expect(referencePage({ sdl: SDL, examples })).toMatchFileSnapshot('../../assets/docs.html');
  });

  it('has links that lead somewhere, to places that are unique', () => {
    const page = referencePage({ sdl: SDL, examples });
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    for (const name of [
      'query-sipLines-first',
      'mutation-addSipLine',
      'type-SipLine-regId',
      'error-TITLE_EXISTS',
    ])
      expect(ids).toContain(name);
  });

  it('lists the errors that a field shares with the field it is like', () => {
    const page = referencePage({ sdl: SDL, examples });
    const errorsOf = (id: string) => {
      const [, list = ''] =
        /<h4>Errors<\/h4>\n<p>(.*?)<\/p>/.exec(page.slice(page.indexOf(` id="${id}"`))) ?? [];
      return [...list.matchAll(/#error-(\w+)/g)].map(([, code]) => code);
    };
    expect(errorsOf('query-telephonyUsers')).toEqual(errorsOf('query-telephonyUser'));
    expect(errorsOf('query-telephonyUsers')).toEqual(['FORBIDDEN', 'CONFIRMATION_REQUIRED']);
    expect(errorsOf('mutation-deactivatePhone')).toEqual([
      'FORBIDDEN',
      'CONFIRMATION_REQUIRED',
      'OUTCOME_UNKNOWN',
      'IDEMPOTENCY_CONFLICT',
    ]);
    expect(errorsOf('mutation-startInfoCall')).toContain('OUTCOME_UNKNOWN');
  });

  it('shows markup in a description or a result as text', () => {
    const script = '<script>alert("&")</script>';
    const sdl = SDL.replace(
      '"The two ways to connect a PBX.',
      `"${script.replaceAll('"', '\\"')} \`<b>\` two ways.`,
    );
    const [name = '', example] = [...examples][0] ?? [];
    if (!example) throw new Error('Nothing was executed.');
    const hostile = new Map(examples).set(name, { ...example, note: script, response: { data: script } });
    const page = referencePage({ sdl, examples: hostile });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain(
      '&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt; <code>&lt;b&gt;</code> two ways.',
    );
    expect(page).toContain('<p class="note">&lt;script&gt;');
  });
});

interface Response {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly extensions: { readonly code: TelephonyErrorCode } }[];
}
