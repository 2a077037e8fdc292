import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { steppedClock } from '../support/stepped-clock.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { expectRefusals } from '../support/refusals.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ emulator: { cloudLimit: 100_000 } });
});
afterAll(() => gateway.close());

const json = { 'content-type': 'application/json' };
const addLine = (password: string) =>
  JSON.stringify({ query: ADD_SIP_LINE, variables: { input: { ...NEW_LINE, password } } });
/** The body of an operation with these bytes in the middle of the password. */
const withBytes = (bytes: Uint8Array) => {
  const [before = '', after = ''] = addLine('pass|word').split('|');
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
};

describe('a body', () => {
  const NOT_UTF8 = 'The request body is not valid UTF-8.';
  const CHARSET = 'Send the body in UTF-8, with "Content-Type: application/json".';
  const ENCODING = 'Send the body without "Content-Encoding".';

  it.each([
    ['a password in Latin-1', Buffer.from('\u00e9', 'latin1')],
    ['half a character', Buffer.from('\u00e9').subarray(0, 1)],
    ['half of a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['an overlong slash', Buffer.from([0xc0, 0xaf])],
    ['a code point beyond Unicode', Buffer.from([0xf4, 0x90, 0x80, 0x80])],
  ])('is refused for %s, and nothing is added', async (_name, bytes) => {
    const request = { method: 'POST', headers: json, body: withBytes(bytes) };
    await expectRefusals(gateway.url, request, { status: 400, code: 'BAD_REQUEST', message: NOT_UTF8 });
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it('is refused unless its bytes are UTF-8, whatever they are', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(bytes, async (some) => {
        const text = Buffer.from(some).toString();
        const isUtf8 = Buffer.from(text).equals(Buffer.from(some));
        const { status, errors } = await gateway.send({
          method: 'POST',
          headers: json,
          body: withBytes(Buffer.from(some)),
        });
        if (!isUtf8) expect([status, errors?.[0]?.message]).toEqual([400, NOT_UTF8]);
        else expect(errors?.[0]?.message).not.toBe(NOT_UTF8);
      }),
      { numRuns: scaledRuns(25) },
    );
  });

  it.each([
    'application/json; charset=iso-8859-1',
    'application/json; charset="windows-1251"',
    'application/json;charset=utf-16',
  ])('is refused as %s', async (type) => {
    const request = { method: 'POST', headers: { 'content-type': type }, body: '{"query":"{__typename}"}' };
    await expectRefusals(gateway.url, request, { status: 415, code: 'BAD_REQUEST', message: CHARSET });
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf8"',
    'Application/JSON ; x=y',
  ])('is read as %s', async (type) => {
    const { data } = await gateway.send({
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"query":"{__typename}"}',
    });
    expect(data).toEqual({ __typename: 'Query' });
  });

  it('is read after a byte order mark', async () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"query":"{__typename}"}')]);
    const { data } = await gateway.send({ method: 'POST', headers: json, body });
    expect(data).toEqual({ __typename: 'Query' });
  });

  it.each(['gzip', 'br', 'x-gzip', 'gzip, gzip'])('is refused in the encoding %s', async (encoding) => {
    const headers = { ...json, 'content-encoding': encoding };
    const request = { method: 'POST', headers, body: gzipSync('{"query":"{__typename}"}') };
    await expectRefusals(gateway.url, request, { status: 415, code: 'BAD_REQUEST', message: ENCODING });
    const { headers: sent } = await gateway.send(request);
    expect(sent.get('accept-encoding')).toBe('identity');
  });

  it.each([
    ['the operation', '{"query":"{__typename}","query":"{a:__typename}"}'],
    ['the variables', '{"query":"{__typename}","variables":{"v":1},"variables":{"v":2}}'],
    ['one variable', '{"query":"query($v:ID!){sipLine(configId:$v){id}}","variables":{"v":"1","v":"2"}}'],
    ['an escaped key', '{"query":"{__typename}","variables":{"v":"1","\\u0076":"2"}}'],
    [
      'a field in a list',
      '{"query":"{__typename}","variables":{"v":[{"a":"{,\\"","b":[]},{"a":1,"c":{},"a":1}]}}',
    ],
    ['a parameter that is ignored', '{"query":"{__typename}","x":{"y":1,"y":1}}'],
  ])('is refused with %s twice', async (_name, body) => {
    const message = 'An object in the request body has the same key twice. Send each key once.';
    gateway.emulator.portal.journal.clear();
    await expectRefusals(
      gateway.url,
      { method: 'POST', headers: json, body },
      { status: 400, code: 'BAD_REQUEST', message },
    );
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it('is refused for a key that is there twice, and for no other reason', async () => {
    const key = fc.constantFrom('a', 'b', '\\', '"', '{', ',', ':', 'é');
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        key,
        fc.integer(),
        fc.array(tie('value')),
        fc.dictionary(key, tie('value')),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(value, key, fc.boolean(), async (v, name, twice) => {
        const pair = `${JSON.stringify(name)}:${JSON.stringify(v)}`;
        const { status } = await gateway.send({
          method: 'POST',
          headers: json,
          body: `{"query":"{__typename}","variables":{"v":[{${twice ? `${pair},${pair}` : pair}}]}}`,
        });
        expect(status).toBe(twice ? 400 : 200);
      }),
      { numRuns: scaledRuns(25) },
    );
  });

  const LINE = 'query ($v: ID!) { sipLine(configId: $v) { id } }';
  const CALLS =
    'query ($v: Int) { telephonyCalls(first: 1, filter: { minDurationSeconds: $v }) { nodes { id } } }';
  const withNumber = (query: string, number: string) =>
    gateway.send({
      method: 'POST',
      headers: json,
      body: `{"query":${JSON.stringify(query)},"variables":{"v":${number}}}`,
    });

  it.each(['01', '+1', '.5', '1.', '0x10', 'NaN', 'Infinity', '1e', '--1'])(
    'is refused with %s, which is no JSON',
    async (number) => {
      const { status, errors } = await withNumber(LINE, number);
      expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_REQUEST']);
    },
  );

  it.each(['1e999', '-1e999', '123456789012345678901234567890', '9007199254740993', '1e30', '1.5', '5e-324'])(
    'is refused with the ID %s, and nothing is sent',
    async (number) => {
      gateway.emulator.portal.journal.clear();
      const { status, errors } = await withNumber(LINE, number);
      expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
      expect(gateway.emulator.portal.journal.entries()).toEqual([]);
    },
  );

  it.each(['1e999', '2147483648', '-2147483649', '1e30', '1.5'])(
    'is refused with the integer %s',
    async (number) => {
      const { status, errors } = await withNumber(CALLS, number);
      expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
    },
  );

  it.each([
    ['1.0', '1'],
    ['10e-1', '1'],
    ['1e3', '1000'],
    ['9007199254740991', '9007199254740991'],
  ])('asks for the line with the ID %s as %s', async (number, id) => {
    gateway.emulator.portal.journal.clear();
    expect((await withNumber(LINE, number)).status).toBe(200);
    const sent = gateway.emulator.portal.journal.entries().map(({ params }) => params['FILTER']);
    expect(JSON.stringify(sent)).toContain(`"${id}"`);
    gateway.emulator.portal.journal.clear();
  });

  it('is read in the encoding "identity"', async () => {
    const headers = { ...json, 'content-encoding': 'identity' };
    const { data } = await gateway.send({ method: 'POST', headers, body: '{"query":"{__typename}"}' });
    expect(data).toEqual({ __typename: 'Query' });
  });
});

describe('a body in many parts', () => {
  const chunked = (path: string, chunks: string) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;

  /** Sends these bytes, and never the end of the body. Resolves to what came back when it is a whole response. */
  async function answerTo(bytes: string): Promise<string> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write(bytes);
    await expect.poll(() => answer).toContain('requestId');
    socket.destroy();
    return answer;
  }

  it('is read if they are as small as clients send them', async () => {
    const parts = Array.from('{"query":"{__typename}"}', (byte) => `1\r\n${byte}\r\n`).join('');
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(chunked('/graphql', `${parts}0\r\n\r\n`));
    await expect.poll(() => answer).toContain('{"data":{"__typename":"Query"}}');
    socket.destroy();
  });

  it('is refused before its end if a part holds next to nothing', async () => {
    expect(await answerTo(chunked('/graphql', '1\r\n \r\n'.repeat(20_000)))).toMatch(
      /^HTTP\/1\.1 413 [^]*too many parts/,
    );
  });

  it('is not read where nothing is served', async () => {
    expect(await answerTo(chunked('/nothing', '1\r\n \r\n'))).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('a body that breaks off', () => {
  const head = (rest: string) =>
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${rest}\r\n\r\n`;

  it.each<[string, string, (socket: Socket) => unknown]>([
    ['hung up on', head('Content-Length: 100') + '{"query":', (socket) => socket.resetAndDestroy()],
    ['ended early', head('Content-Length: 100') + '{"query":', (socket) => socket.end()],
    ['left without a byte', head('Content-Length: 100'), (socket) => socket.resetAndDestroy()],
    [
      'in chunks and hung up on',
      head('Transfer-Encoding: chunked') + '9\r\n{"query":',
      (socket) => socket.destroy(),
    ],
    [
      'broken in a chunk',
      head('Transfer-Encoding: chunked') + '1\r\n{\r\n',
      (socket) => socket.write('no length\r\n'),
    ],
  ])('is no fault of the gateway: %s', async (_name, bytes, breakOff) => {
    await using one = await startGateway();
    const socket = connect(Number(new URL(one.url).port), '127.0.0.1').resume();
    socket.on('error', () => undefined);
    socket.write(bytes);
    // Connections are accepted in their order, so this one is read once a later one is served.
    await one.query('{ __typename }');
    breakOff(socket);
    await expect.poll(() => one.log()).toMatch(/"reason":"(client-gone|bad-request)"/);
    expect(one.log()).not.toContain('"level":"error"');
  });

  it('is no fault of the gateway when the stop cuts it', async () => {
    const clock = steppedClock();
    await using one = await startGateway({ app: { clock } });
    const socket = connect(Number(new URL(one.url).port), '127.0.0.1').resume();
    socket.on('error', () => undefined);
    socket.write(head('Content-Length: 100') + '{"query":');
    await one.query('{ __typename }');
    const closed = one.app.close();
    clock.advance(1_000);
    expect(await closed).toBe(true);
    await expect.poll(() => one.log()).toContain('"reason":"client-gone"');
    expect(one.log()).not.toContain('"level":"error"');
  });
});

describe('a request by GET', () => {
  it.each([
    'variables=',
    'operationName=',
    'extensions=',
    'variables=&operationName=&extensions=',
    'variables=null&extensions=null',
  ])('may leave empty what it has nothing for: %s', async (rest) => {
    const url = `${gateway.url}?query=${encodeURIComponent('{ __typename }')}&${rest}`;
    const response = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  const TITLES = 'query ($a: String!) { sipLines(filter: { titleContains: $a }) { totalCount } }';
  /** The status and the body of the response to these variables. */
  async function answerTo(variables: string): Promise<[status: number, body: string]> {
    const path = `/graphql?query=${encodeURIComponent(TITLES)}&variables=${variables}`;
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nApollo-Require-Preflight: 1\r\nConnection: close\r\n\r\n`,
      'latin1',
    );
    const answer = await text(socket);
    return [Number(answer.slice(9, 12)), answer];
  }

  it.each(['%22%ff%22', '%22%C3%22', '%22%ed%a0%80%22', '%22%c0%af%22'])(
    'is refused if its variables are not UTF-8: %s',
    async (value) => {
      const [status, body] = await answerTo(`{%22a%22:${value}}`);
      expect([status, body]).toEqual([400, expect.stringContaining('not percent-encoded UTF-8')]);
    },
  );

  it.each(['%22%C3%A9%22', '%22100%%22', '%22a+b%22', '%22%F0%9F%93%9E%22', '%22%25ff%22'])(
    'is read if they are: %s',
    async (value) => {
      expect(await answerTo(`{%22a%22:${value}}`)).toEqual([200, expect.stringMatching(/"totalCount":\d/)]);
    },
  );
});
