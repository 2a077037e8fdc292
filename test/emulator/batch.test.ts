import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';

const command = (method: string, params: Record<string, string>) =>
  `${method}?${new URLSearchParams(params).toString()}`;
const add = (params: Record<string, string> = {}) =>
  command('voximplant.sip.add', { TYPE: 'office', SERVER: 's', LOGIN: 'l', ...params });

describe('batch', () => {
  it('returns empty maps as lists', async () => {
    await using portal = await startTestPortal();
    const answer = await portal.call('batch', { cmd: {} });
    const empty = { result: [], result_error: [], result_total: [], result_next: [], result_time: [] };
    expect(answer.body['result']).toStrictEqual(empty);
    expect((await portal.call('batch')).body['result']).toStrictEqual(empty);
  });

  it('collects results and errors by key, with status 200', async () => {
    await using portal = await startTestPortal();
    const answer = await portal.batch({
      a: add({ TITLE: 'A' }),
      b: add({ TITLE: 'A' }),
      c: 'voximplant.sip.get?FILTER[CONFIG_ID]=1',
      d: 'no.such.method',
    });
    expect(answer).toMatchObject({
      result: { a: { CONFIG_ID: '1', TITLE: 'A' }, c: [{ CONFIG_ID: '1' }] },
      result_error: {
        b: { error: 'TITLE_EXISTS' },
        d: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
      },
      result_total: { c: 1 },
      result_next: [],
    });
    expect(Object.keys(answer.result as object)).toStrictEqual(['a', 'c']);
    expect(Object.keys(answer.result_time as object)).toStrictEqual(['a', 'c']);
  });

  it('returns a list for a list of commands', async () => {
    await using portal = await startTestPortal();
    const { result } = await portal.batch(['voximplant.sip.get', 'scope']);
    expect(result).toStrictEqual([[], ['telephony', 'call']]);
    const gap = await portal.batch(['no.such.method', 'scope']);
    expect(gap.result).toStrictEqual({ 1: ['telephony', 'call'] });
    expect(gap.result_error).toHaveLength(1);
  });

  it('takes forms as well as JSON', async () => {
    await using portal = await startTestPortal();
    const body = new URLSearchParams({ halt: '0', 'cmd[x]': add({ TITLE: 'a&b=c' }) });
    const answer = await portal.send('/rest/1/emulatorwebhook1/batch.json', { method: 'POST', body });
    expect(answer.body['result']).toMatchObject({ result: { x: { TITLE: 'a&b=c' } } });
  });

  it('stops at the first error when told to', async () => {
    await using portal = await startTestPortal();
    const commands = { a: add({ TITLE: 'A' }), b: 'nothing', c: add({ TITLE: 'C' }) };
    const halted = await portal.batch(commands, 1);
    expect(Object.keys(halted.result as object)).toStrictEqual(['a']);
    expect(Object.keys(halted.result_error as object)).toStrictEqual(['b']);
    expect(portal.portal.lines()).toHaveLength(1);
    await portal.batch({ b: 'nothing', c: add({ TITLE: 'C' }) }, '0');
    expect(portal.portal.lines()).toHaveLength(2);
  });

  it('fails commands past the 50th', async () => {
    await using portal = await startTestPortal();
    const cmd = Object.fromEntries(Array.from({ length: 52 }, (_, index) => [`c${index}`, 'scope']));
    const { result, result_error } = await portal.batch(cmd);
    expect(Object.keys(result as object)).toHaveLength(50);
    const refusal = { error: 'ERROR_BATCH_LENGTH_EXCEEDED', error_description: 'Max batch length exceeded' };
    expect(result_error).toStrictEqual({ c50: refusal, c51: refusal });
  });

  it('does not nest', async () => {
    await using portal = await startTestPortal();
    const { result_error } = await portal.batch({ a: 'batch?cmd[x]=scope', b: 'BATCH' });
    const refusal = {
      error: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
      error_description: 'Method is not allowed for batch usage',
    };
    expect(result_error).toStrictEqual({ a: refusal, b: refusal });
  });

  it('passes over commands that are no text', async () => {
    await using portal = await startTestPortal();
    const { result, result_error } = await portal.batch({ a: 1, b: null, c: ['scope'], d: 'Scope' });
    expect(result).toStrictEqual({ d: ['telephony', 'call'] });
    expect(result_error).toStrictEqual([]);
  });

  it('loses what follows an unencoded hash, nests brackets, replaces dots', async () => {
    await using portal = await startTestPortal();
    await portal.batch({ a: 'scope?a.b=1&c[d][]=2&c[d][]=3&e=4#f=5&%67=6' });
    expect(portal.portal.journal.entries('scope')[0]?.params).toStrictEqual({
      a_b: '1',
      c: { d: ['2', '3'] },
      e: '4',
    });
  });

  it('authorizes its commands itself', async () => {
    await using portal = await startTestPortal();
    const refused = await portal.send('/rest/1/wrong/batch?cmd[a]=scope');
    expect(refused).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } });
    const { result } = await portal.batch({ a: 'scope?auth=whatever' });
    expect(result).toHaveProperty('a');
  });
});

describe('references inside a batch', () => {
  it('resolves results of earlier commands', async () => {
    await using portal = await startTestPortal();
    const { result } = await portal.batch({
      a: add({ TITLE: 'A' }),
      b: 'voximplant.sip.get?FILTER[CONFIG_ID]=$result[a][CONFIG_ID]',
    });
    expect(result).toMatchObject({ b: [{ TITLE: 'A' }] });
  });

  it.each([
    ['a password', 'x$result[a][PASSWORD]y', 'xs3cret'],
    ['another letter case', 'x $RESULT[a][PASSWORD]', 'x s3cret'],
    ['a step into a text', '$result[a][PASSWORD][0] z', 's z'],
    ['an unknown field: everything that is known', 'x$result[a][NOPE]', 'xArray'],
    ['an unknown root', 'x$Time[x]', 'xArray'],
    ['two of them', '$result[a][LOGIN] $result[a][TYPE]', 'l office'],
    ['a list index', '$result[l][0][LOGIN] .', 'l .'],
    ['errors', '$error[e][error] !', 'ERROR_METHOD_NOT_FOUND !'],
    ['totals', '$total[l] rows', '1 rows'],
  ])('rewrites a title with %s', async (_what, TITLE, expected) => {
    await using portal = await startTestPortal();
    await portal.batch({
      a: add({ TITLE: 'A', PASSWORD: 's3cret' }),
      l: 'voximplant.sip.get',
      e: 'nothing',
      b: add({ TITLE }),
    });
    expect(portal.portal.lines().at(-1)?.title).toBe(expected);
  });

  it.each(['$result', '$result [a]', '$results', 'result[a]', '$ result[a]', '$result[]', '$resul[a]'])(
    'leaves %s alone',
    async (TITLE) => {
      await using portal = await startTestPortal();
      await portal.batch({ a: add({ TITLE: 'A' }), b: add({ TITLE }) });
      expect(portal.portal.lines().at(-1)?.title).toBe(TITLE);
    },
  );

  it('makes an array of a title that is nothing but a reference to one', async () => {
    await using portal = await startTestPortal();
    const { result_error } = await portal.batch({ a: add({ TITLE: 'A' }), b: add({ TITLE: '$result[a]' }) });
    expect(result_error).toMatchObject({ b: { error: 'INTERNAL_SERVER_ERROR' } });
  });

  it('rewrites nothing outside a batch', async () => {
    await using portal = await startTestPortal();
    expect(await portal.result('voximplant.sip.add', line({ TITLE: 'x$result[a]' }))).toMatchObject({
      TITLE: 'x$result[a]',
    });
  });
});
