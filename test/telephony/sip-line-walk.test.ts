import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { randomSeed, scaledRuns } from '../support/random-runs.ts';

const PAGE = `query ($first: Int, $after: String, $filter: SipLineFilter, $orderBy: SipLineOrder) {
  sipLines(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { configId title } edges { cursor node { configId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const COUNT = `query ($after: String) { sipLines(first: 10, after: $after) { totalCount pageInfo { endCursor } } }`;

interface Line {
  readonly configId: string;
  readonly title: string;
}

interface Page {
  readonly nodes: readonly (Line | null)[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

async function readPage(gateway: TestGateway, variables: Record<string, unknown>): Promise<Page> {
  const { data, errors } = await gateway.query(PAGE, variables);
  expect(errors).toBeUndefined();
  return data?.['sipLines'] as Page;
}

/** Adds a line as a person does, who may give a title twice or none. Returns its CONFIG_ID. */
function addLine({ emulator }: TestGateway, title: string): string {
  return String(emulator.portal.addLineOfPerson({ type: 'office', title }).configId);
}

/** Deletes lines behind the gateway's back. */
async function deleteLines({ emulator }: TestGateway, configIds: readonly string[]): Promise<void> {
  for (let from = 0; from < configIds.length; from += 50) {
    const commands = configIds
      .slice(from, from + 50)
      .map((configId) => `voximplant.sip.delete?CONFIG_ID=${configId}`);
    const response = await fetch(`${emulator.webhookUrl}batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ cmd: Object.fromEntries(commands.map((command, n) => [`c${n}`, command])) }),
    });
    expect(response.status).toBe(200);
  }
}

// Few different ones, so that many lines have one title: by letter, by case, by accent, none, and what cannot be seen.
const title = fc.constantFrom('', ' ', 'a', 'A', 'á', 'b', 'Б', 'ё', 'е', '\u200b', '\u{1f4de}', '10', '9');

/** What happens between two pages. */
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete-seen' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), title }) },
);

const walk = fc.record({
  titles: fc.array(title, { maxLength: 170, size: 'max' }),
  sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(49, 50, 51, 100)), {
    minLength: 1,
    maxLength: 5,
  }),
  changes: fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
  orderBy: fc.constantFrom(
    undefined,
    { field: 'CONFIG_ID', direction: 'DESC' },
    { field: 'TITLE', direction: 'ASC' },
    { field: 'TITLE', direction: 'DESC' },
  ),
});

const seed = randomSeed();

describe('a walk through the lines', () => {
  it('by pages of 50 returns all of them although each page is deleted once it is read', async () => {
    for (const orderBy of [undefined, { field: 'TITLE', direction: 'ASC' }]) {
      await using gateway = await startGateway();
      const all = Array.from({ length: 120 }, (_, n) =>
        addLine(gateway, `Line ${String(n).padStart(3, '0')}`),
      );
      const seen: string[] = [];
      let page: Page | undefined;
      do {
        page = await readPage(gateway, { first: 50, after: page?.pageInfo.endCursor, orderBy });
        const read = page.nodes.map((node) => node?.configId ?? '');
        await deleteLines(gateway, read);
        seen.push(...read);
      } while (page.pageInfo.hasNextPage);
      expect(seen).toEqual(all);
    }
  });

  it(
    `returns every line that is there all the time exactly once, and none twice (seed ${seed})`,
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(walk, async ({ titles, sizes, changes, orderBy }) => {
          await using gateway = await startGateway({ environment: { LOG_LEVEL: 'silent' } });
          const present = new Set(titles.map((each) => addLine(gateway, each)));
          const always = new Set(present);
          const gone = new Set<string>();
          const seen: string[] = [];
          const added: string[] = [];
          let page: Page | undefined;
          let turn = 0;
          do {
            const first = sizes[turn % sizes.length];
            page = await readPage(gateway, { first, after: page?.pageInfo.endCursor, orderBy });
            const read = page.nodes.map((node) => node?.configId ?? 'unreadable');
            for (const configId of read) expect(gone).not.toContain(configId);
            if (page.pageInfo.hasNextPage) expect(read).toHaveLength(first ?? 0);
            seen.push(...read);
            for (const each of changes[turn % changes.length] ?? []) {
              const candidates = each.kind === 'delete-seen' ? read : [...present];
              if (each.kind === 'add') {
                // An endless list would never end.
                if (turn < 20) added.push(addLine(gateway, each.title));
                continue;
              }
              const victims =
                each.kind === 'delete-seen'
                  ? candidates
                  : candidates.slice(each.at % (candidates.length + 1)).slice(0, 1);
              await deleteLines(
                gateway,
                victims.filter((configId) => !gone.has(configId)),
              );
              for (const configId of victims) {
                gone.add(configId);
                present.delete(configId);
                always.delete(configId);
              }
            }
            turn += 1;
          } while (page.pageInfo.hasNextPage);
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toEqual(expect.arrayContaining([...always]));
          if (orderBy?.field !== 'TITLE') {
            const sign = orderBy ? -1 : 1;
            expect(seen).toEqual(seen.toSorted((one, other) => sign * (Number(one) - Number(other))));
          }
        }),
        { seed, numRuns: scaledRuns(5) },
      );
    },
  );

  it('in the order by title is the same as one page with all, whatever titles are the same', async () => {
    await using gateway = await startGateway();
    for (const each of ['b', '', 'A', 'a', 'Á', ' ', 'b', '', '10', '9', 'Ё', 'Е']) addLine(gateway, each);
    for (const direction of ['ASC', 'DESC']) {
      const orderBy = { field: 'TITLE', direction };
      const { nodes } = await readPage(gateway, { orderBy });
      const walked: Page['nodes'][number][] = [];
      let page: Page | undefined;
      do {
        page = await readPage(gateway, { first: 1, after: page?.pageInfo.endCursor, orderBy });
        walked.push(...page.nodes);
      } while (page.pageInfo.hasNextPage);
      expect(walked).toEqual(nodes);
    }
  });

  it('goes on from any cursor after its line is deleted', async () => {
    await using gateway = await startGateway();
    const ids = Array.from({ length: 6 }, (_, n) => addLine(gateway, `Line ${n}`));
    for (const orderBy of [undefined, { field: 'TITLE' }]) {
      const { edges } = await readPage(gateway, { orderBy });
      const [victim = ''] = ids.splice(1, 1);
      await deleteLines(gateway, [victim]);
      const { nodes } = await readPage(gateway, { after: edges[1]?.cursor, orderBy });
      expect(nodes.map((node) => node?.configId)).toEqual(ids.slice(1));
    }
  });

  it('counts all lines on every page, with a call only where the count is selected', async () => {
    await using gateway = await startGateway();
    for (let n = 0; n < 30; n += 1) addLine(gateway, `Line ${n}`);
    const { journal } = gateway.emulator.portal;
    const calls = () => journal.entries('voximplant.sip.get').length;
    const { data } = await gateway.query(COUNT);
    const { totalCount, pageInfo } = data?.['sipLines'] as { totalCount: number; pageInfo: Page['pageInfo'] };
    expect(totalCount).toBe(30);
    expect(calls()).toBe(1);
    await readPage(gateway, { after: pageInfo.endCursor });
    expect(calls()).toBe(2);
    const later = await gateway.query(COUNT, { after: pageInfo.endCursor });
    expect(later.data).toMatchObject({ sipLines: { totalCount: 30 } });
    expect(calls()).toBe(4);
  });

  it('passes lines that cannot be read, each once, with or without a CONFIG_ID', async () => {
    await using gateway = await startGateway();
    const rows = [
      { TYPE: 'office' },
      { CONFIG_ID: '3', TYPE: 'office', TITLE: 'c' },
      { CONFIG_ID: '4', TYPE: 'hybrid', TITLE: 'b' },
      { TYPE: 'cloud' },
      { CONFIG_ID: 'x', TYPE: 'cloud' },
      { CONFIG_ID: '9', TYPE: 'office', TITLE: 'a' },
    ];
    for (const [orderBy, expected] of [
      [undefined, [null, '3', null, null, null, '9']],
      [{ field: 'TITLE' }, [null, null, null, null, '9', '3']],
    ] as const) {
      const seen: (string | null)[] = [];
      let after: string | undefined;
      for (let more = true; more;) {
        const from =
          after === undefined ? 0 : Number(/id(\d+)/.exec(Buffer.from(after, 'base64url').toString())?.[1]);
        const rest = orderBy
          ? rows
          : rows.slice(from === 0 ? 0 : rows.findIndex((row) => row.CONFIG_ID === String(from)) + 1);
        gateway.emulator.portal.faults.inject({
          kind: 'result',
          on: 'voximplant.sip.get',
          result: rest,
          ...(rest.length > 0 && { total: rest.length }),
        });
        const { data, errors = [] } = await gateway.query(PAGE, { first: 1, after, orderBy });
        const page = data?.['sipLines'] as Page;
        const [node] = page.nodes;
        seen.push(node?.configId ?? null);
        if (!node) expect(errors[0]?.extensions['code']).toBe('UPSTREAM_ERROR');
        after = page.pageInfo.endCursor ?? '';
        more = page.pageInfo.hasNextPage;
      }
      expect(seen).toEqual(expected);
    }
  });

  it('ends with an error, not never, if the portal ignores the condition or the order', async () => {
    await using gateway = await startGateway();
    const rows = Array.from({ length: 50 }, (_, n) => ({ CONFIG_ID: String(n + 1), TYPE: 'office' }));
    for (const result of [rows, rows.toReversed(), rows.map(() => ({ TYPE: 'office' }))]) {
      gateway.emulator.portal.faults.inject({
        kind: 'result',
        on: 'voximplant.sip.get',
        result,
        total: 120,
        times: 2,
      });
      const { data, errors } = await gateway.query(PAGE, { first: 100 });
      expect(data).toEqual({ sipLines: null });
      expect(errors?.[0]?.extensions['code']).toBe('UPSTREAM_ERROR');
      gateway.emulator.portal.faults.clear();
    }
  });

  it('refuses a cursor that it did not write for this list', async () => {
    await using gateway = await startGateway();
    for (const each of ['a', 'b', 'c']) addLine(gateway, each);
    const { pageInfo } = await readPage(gateway, { first: 1 });
    const byTitle = await readPage(gateway, { first: 1, orderBy: { field: 'TITLE' } });
    const place = Buffer.from(pageInfo.endCursor ?? '', 'base64url').toString();
    const [list = ''] = place.split('.');
    const encode = (text: string) => Buffer.from(text).toString('base64url');
    for (const variables of [
      { after: '' },
      { after: `${pageInfo.endCursor}=` },
      { after: encode(`${list}.0`) },
      { after: encode(`${list}.1`) },
      { after: encode(`${list}.id-1+0 `) },
      { after: encode(`${list}.id01+0 `) },
      { after: encode(`${list}.id1+0 a`) },
      { after: encode(`${list}.id99999999999999999999+0 `) },
      { after: pageInfo.endCursor, orderBy: { direction: 'DESC' } },
      { after: pageInfo.endCursor, orderBy: { field: 'TITLE' } },
      { after: pageInfo.endCursor, filter: { type: 'OFFICE' } },
      { after: byTitle.pageInfo.endCursor },
    ]) {
      const { errors } = await gateway.query(PAGE, variables);
      expect(errors?.[0]?.extensions, JSON.stringify(variables)).toMatchObject({
        code: 'BAD_USER_INPUT',
        argument: ['after'],
      });
    }
  });
});
