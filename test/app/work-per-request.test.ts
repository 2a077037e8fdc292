import { Parser } from 'graphql/language/parser.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseRequest } from '../../src/bitrix24/scheduling/choose-request.ts';
import { parseUrl } from '../../src/config/parse-url.ts';
import { writeCursor } from '../../src/graphql/connections/cursor.ts';
import { sipGet } from '../../src/telephony/sip-lines/methods.ts';
import { callsDuring, isOfGateway, type Calls } from '../support/calls-during.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, LINE_FIELDS, NEW_LINE } from '../support/operations.ts';
import { createVirtualGateway } from '../support/virtual-gateway.ts';

// The work of a request is counted, which needs no quiet machine, unlike the time that it takes.

const LIST = `query Lines($first: Int!) { sipLines(first: $first) { totalCount nodes { ${LINE_FIELDS} } } }`;

interface Work {
  documentsParsed: number;
  expressionsBuilt: number;
  rowsDecoded: number;
  cursorsWritten: number;
  urlsParsed: number;
  logLines: number;
}

const NOTHING: Work = {
  documentsParsed: 0,
  expressionsBuilt: 0,
  rowsDecoded: 0,
  cursorsWritten: 0,
  urlsParsed: 0,
  logLines: 0,
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** How many rows of lines were decoded. Each is a record with another one in it: that of its last registration. */
function rowsIn(calls: Calls): number {
  return calls('readRecord') / 2;
}

/** What the gateway does during something; not the emulator and the client, which run in the same process. */
async function workOf(gateway: TestGateway, during: () => Promise<unknown>): Promise<Work> {
  const parse = vi.spyOn(Parser.prototype, 'parseDocument');
  let expressionsBuilt = 0;
  const count = () => {
    if (new Error().stack?.split('\n').some(isOfGateway)) expressionsBuilt += 1;
  };
  const construct = (target: RegExpConstructor, args: ConstructorParameters<typeof RegExp>) => {
    count();
    return new target(...args);
  };
  vi.stubGlobal('RegExp', new Proxy(RegExp, { construct }));
  const logged = gateway.log().length;
  const calls = await callsDuring(during);
  return {
    documentsParsed: parse.mock.calls.length,
    expressionsBuilt,
    rowsDecoded: rowsIn(calls),
    cursorsWritten: calls(writeCursor.name),
    urlsParsed: calls(parseUrl.name),
    logLines: gateway.log().slice(logged).trimEnd().split('\n').length,
  };
}

function add(gateway: TestGateway, title: string): Promise<unknown> {
  return gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title } });
}

it('is counted where there is some', async () => {
  const { client, time } = createVirtualGateway();
  const calls = await callsDuring(async () => {
    await using gateway = await startGateway();
    expect((await gateway.query('{ __typename }')).errors).toBeUndefined();
    await time.until(client().call(sipGet({ filter: { CONFIG_ID: ['1'] } })));
  });
  for (const { name } of [parseUrl, chooseRequest]) expect(calls(name), name).toBeGreaterThan(0);
});

describe('a request like one before', () => {
  it('that adds a line parses no document and no URL, builds no regular expression, and reads one row', async () => {
    await using gateway = await startGateway();
    await add(gateway, 'First');
    const work = await workOf(gateway, () => add(gateway, 'Second'));
    // The operation, the audit of the mutation, and the audit of the password that it reads back.
    expect(work).toEqual({ ...NOTHING, rowsDecoded: 1, logLines: 3 });
  });

  it('that lists lines reads each row once', async () => {
    await using gateway = await startGateway();
    for (let n = 0; n < 50; n += 1)
      gateway.emulator.portal.addLineOfPerson({ type: 'cloud', title: `Line ${n}` });
    await gateway.query(LIST, { first: 50 });
    const work = await workOf(gateway, () => gateway.query(LIST, { first: 50 }));
    expect(work).toEqual({ ...NOTHING, rowsDecoded: 50, logLines: 1 });
  });

  it('that lists lines writes the cursors that it selects', async () => {
    await using gateway = await startGateway();
    for (let n = 0; n < 3; n += 1)
      gateway.emulator.portal.addLineOfPerson({ type: 'cloud', title: `Line ${n}` });
    const work = (selection: string) =>
      workOf(gateway, () => gateway.query(`{ sipLines { totalCount ${selection} } }`));
    expect(await work('pageInfo { hasNextPage }')).toMatchObject({ cursorsWritten: 0 });
    expect(await work('pageInfo { endCursor }')).toMatchObject({ cursorsWritten: 1 });
    expect(await work('edges { cursor }')).toMatchObject({ cursorsWritten: 3 });
  });
});

describe('a read that operations share', () => {
  it('is decoded once for all of them', async () => {
    const { portal, telephony, time } = createVirtualGateway();
    for (let n = 0; n < 50; n += 1) portal.addLineOfPerson({ type: 'cloud', title: `Line ${n}` });
    const order = { field: 'CONFIG_ID', direction: 'ASC' } as const;
    const list = () => telephony().sipLines.list({}, order, undefined, 50);
    const calls = await callsDuring(async () => {
      const pages = await time.until(Promise.all(Array.from({ length: 10 }, list)));
      expect(pages.map(({ entries }) => entries.length)).toEqual(Array.from({ length: 10 }, () => 50));
    });
    expect(rowsIn(calls)).toBe(50);
  });
});

describe('a command that has to wait', () => {
  it.each([
    ['a request to end', {}, 10],
    ['the rate limit', { rate: { perSecond: 0.5, burst: 2 } }, 1],
  ])('for %s does not make the queue look at the others', async (_reason, limits, sent) => {
    const { client, portal, time } = createVirtualGateway({
      portal: { latency: { '*': 5 } },
      ...limits,
    });
    const read = (n: number) => client().call(sipGet({ filter: { CONFIG_ID: [String(n + 1)] } }));
    const underWay = Array.from({ length: sent }, (_, n) => read(n));
    await time.until(time.sleep(1));
    const requests = () => portal.journal.entries().length;
    const before = requests();
    const waiting: Promise<unknown>[] = [];
    const calls = await callsDuring(async () => {
      for (let n = 0; n < 200; n += 1) {
        waiting.push(read(sent + n));
        // Each in a turn of its own, as requests arrive.
        await Promise.resolve().then(() => undefined);
      }
    });
    expect(calls(chooseRequest.name)).toBe(0);
    expect(requests()).toBe(before);
    await time.until(Promise.allSettled([...underWay, ...waiting]));
  });
});
