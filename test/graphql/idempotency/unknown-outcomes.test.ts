import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { codeOf, isReplayed, KEYED, timesRun } from '../../support/keyed-operations.ts';
import { NEW_LINE } from '../../support/operations.ts';
import { skippingClock } from '../../support/skipping-clock.ts';
import type { Fault } from '../../support/faults.ts';

const clock = skippingClock();

let gateway: TestGateway;
/** A write has less than two seconds, so that the outcome of one that is lost stays unknown. */
async function start(): Promise<void> {
  gateway = await startGateway({
    environment: { BITRIX24_WRITE_DEADLINE_MS: '1900' },
    emulator: { usersByWebhook: true },
    app: { clock },
  });
}
afterEach(() => gateway.close());

const portal = () => gateway.emulator.portal;
const inject = (fault: Fault) => portal().faults.inject(fault);
const send = (field: keyof typeof KEYED, variables: Record<string, unknown>) =>
  gateway.query(KEYED[field], { key: 'key-1', ...variables });
const add = (variables: Record<string, unknown> = {}) =>
  send('addSipLine', { input: NEW_LINE, ...variables });
const titles = () =>
  portal()
    .lines()
    .map(({ title }) => title);
const ADD = 'voximplant.sip.add';
const GET = 'voximplant.sip.get';
const LOST = { kind: 'drop', stage: 'before' } as const;
const RUN_AND_LOST = { kind: 'drop', stage: 'after' } as const;

/** By then, no request that was cut can be running any more. */
const OVER_MS = 11_000;

const unknown = (retryable: boolean) => ({
  code: 'OUTCOME_UNKNOWN',
  retryable,
  checkAfterMs: expect.any(Number) as number,
});

describe('a lost add with a key', () => {
  it('is unknown, and says that it is safe to ask again', async () => {
    await start();
    inject({ on: ADD, ...LOST });
    const { errors } = await add();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('with the same idempotency key again') as string,
        extensions: { ...unknown(true), bitrix24: { method: ADD } },
      },
    ]);
  });

  it('is found when it is asked for again', async () => {
    await start();
    inject({ on: ADD, ...RUN_AND_LOST });
    expect(codeOf(await add())).toBe('OUTCOME_UNKNOWN');
    const repeated = await add();
    expect(repeated.data?.['addSipLine']).toMatchObject({ configId: '1', password: NEW_LINE.password });
    expect(isReplayed(repeated)).toBe(true);
    expect((await add()).text).toBe(repeated.text);
    expect([timesRun(gateway, ADD), titles()]).toEqual([1, ['Sales']]);
  });

  it('is not sent again while it may be running, however often it is asked for', async () => {
    await start();
    inject({ on: ADD, ...LOST });
    await add();
    for (let turn = 0; turn < 3; turn += 1) {
      const repeated = await add();
      expect(repeated.errors).toMatchObject([
        {
          message: expect.stringContaining('may still add the line') as string,
          extensions: unknown(true),
        },
      ]);
      const { checkAfterMs } = repeated.errors?.[0]?.extensions ?? {};
      expect(checkAfterMs).toBeGreaterThan(0);
      expect(checkAfterMs).toBeLessThanOrEqual(10_000);
    }
    expect(portal().journal.entries(ADD)).toHaveLength(1);
  });

  it('is sent again once it can no longer be running, if it is not found', async () => {
    await start();
    inject({ on: ADD, ...LOST });
    await add();
    expect(codeOf(await add())).toBe('OUTCOME_UNKNOWN');
    clock.skip(OVER_MS);
    const repeated = await add();
    expect([codeOf(repeated), isReplayed(repeated)]).toEqual(['OK', false]);
    expect(isReplayed(await add())).toBe(true);
    expect([portal().journal.entries(ADD).length, titles()]).toEqual([2, ['Sales']]);
  });

  it('is not sent again as long as it cannot be looked up', async () => {
    await start();
    inject({ on: ADD, ...RUN_AND_LOST });
    await add();
    inject({ on: GET, kind: 'error', status: 400, code: 'ACCESS_DENIED', times: Infinity });
    clock.skip(OVER_MS);
    expect((await add()).errors).toMatchObject([{ extensions: { ...unknown(true), checkAfterMs: 0 } }]);
    portal().faults.clear();
    expect(isReplayed(await add())).toBe(true);
    expect(portal().journal.entries(ADD)).toHaveLength(1);
  });

  it('was not made if somebody else has the title by then', async () => {
    await start();
    inject({ on: ADD, ...LOST });
    await add();
    portal().addLineOfPerson({ type: 'office', title: 'Sales' });
    clock.skip(OVER_MS);
    expect((await add()).errors).toMatchObject([
      { extensions: { code: 'TITLE_EXISTS', existingConfigId: '1', argument: ['input', 'title'] } },
    ]);
    portal().changeLine(1, { title: 'Moved' });
    expect(codeOf(await add())).toBe('OK');
  });

  it('is in conflict with other arguments', async () => {
    await start();
    inject({ on: ADD, ...LOST });
    await add();
    expect(codeOf(await add({ input: { ...NEW_LINE, title: 'Other' } }))).toBe('IDEMPOTENCY_CONFLICT');
    clock.skip(OVER_MS);
    expect(codeOf(await add({ input: { ...NEW_LINE, title: 'Other' } }))).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('that is found behind its answer is known even if the line is gone when it is asked for', async () => {
    await start();
    inject({ on: ADD, kind: 'late', delayMs: 0 });
    inject({ on: GET, kind: 'error', status: 400, code: 'ACCESS_DENIED' });
    expect(codeOf(await add())).toBe('OUTCOME_UNKNOWN');
    await portal().idle();
    portal().faults.clear();
    clock.skip(OVER_MS);
    await expect.poll(() => portal().journal.entries(GET).length, { timeout: 5_000 }).toBeGreaterThan(0);
    await gateway.query(KEYED.deleteSipLine, { configId: '1' });
    const { errors } = await add();
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', applied: true } }]);
    expect([portal().journal.entries(ADD).length, titles()]).toEqual([1, []]);
  });
});

describe('a lost call with a key', () => {
  it.each([
    ['startCallback', 'voximplant.callback.start'],
    ['startInfoCall', 'voximplant.infocall.startwithtext'],
  ] as const)('%s stays unknown for its key, and a new key calls again', async (field, method) => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    inject({ on: method, ...RUN_AND_LOST });
    const input = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Hello' };
    const first = await send(field, { input });
    expect(first.errors).toMatchObject([{ extensions: unknown(false) }]);
    for (const skipped of [0, 100_000, 80_000_000]) {
      clock.skip(skipped);
      const repeated = await send(field, { input });
      expect(repeated.errors).toMatchObject([
        { message: expect.stringContaining('a phone may have rung') as string, extensions: unknown(false) },
      ]);
      expect(isReplayed(repeated)).toBe(true);
    }
    expect(timesRun(gateway, method)).toBe(1);
    expect(codeOf(await send(field, { input, key: 'key-2' }))).toBe('OK');
    expect(timesRun(gateway, method)).toBe(2);
  });

  it('may be started again if it was certainly not started', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    inject({
      on: 'voximplant.callback.start',
      kind: 'error',
      status: 400,
      code: 'ERROR_CORE',
      description: 'number is not correct',
    });
    const input = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Hello' };
    expect(codeOf(await send('startCallback', { input }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await send('startCallback', { input }))).toBe('OK');
    expect(timesRun(gateway, 'voximplant.callback.start')).toBe(1);
  });
});

describe('a lost change with a key', () => {
  const DELETE = 'voximplant.sip.delete';

  it('is made again', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    inject({ on: 'voximplant.sip.update', ...LOST, times: Infinity });
    const change = { configId: '1', input: { login: 'changed' } };
    expect((await send('updateSipLine', change)).errors).toMatchObject([{ extensions: unknown(true) }]);
    portal().faults.clear();
    clock.skip(OVER_MS);
    const repeated = await send('updateSipLine', change);
    expect([codeOf(repeated), isReplayed(repeated)]).toEqual(['OK', false]);
    expect(isReplayed(await send('updateSipLine', change))).toBe(true);
  });

  it.each([
    ['updateSipLine', 'voximplant.sip.update', { configId: '1', input: { login: 'changed' } }],
    ['deleteSipLine', DELETE, { configId: '1' }],
    ['setDefaultOutgoingLine', 'voximplant.line.outgoing.set', { lineId: 'reg150907' }],
  ] as const)('%s stays unknown if the portal refuses to make it again', async (field, method, change) => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    inject({ on: method, ...RUN_AND_LOST });
    inject({ on: method, kind: 'hang', times: Infinity });
    expect(codeOf(await send(field, change))).toBe('OUTCOME_UNKNOWN');
    portal().faults.clear();
    clock.skip(80_000);
    for (const code of ['OVERLOAD_LIMIT', 'ACCESS_DENIED', 'SOMETHING_NEW']) {
      portal().faults.clear();
      inject({ on: method, kind: 'error', status: 403, code });
      const { errors } = await send(field, change);
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('may have made this change') as string,
          extensions: { ...unknown(true), checkAfterMs: 0, bitrix24: { error: code } },
        },
      ]);
    }
    expect(codeOf(await send(field, change))).toBe('OK');
  });

  it('is a deletion that was made, if the line is gone', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    inject({ on: DELETE, ...RUN_AND_LOST });
    inject({ on: DELETE, kind: 'hang', times: Infinity });
    expect(codeOf(await send('deleteSipLine', { configId: '1' }))).toBe('OUTCOME_UNKNOWN');
    portal().faults.clear();
    clock.skip(80_000);
    const { data } = await send('deleteSipLine', { configId: '1' });
    expect(data?.['deleteSipLine']).toMatchObject({ configId: '1' });
    expect(isReplayed(await send('deleteSipLine', { configId: '1' }))).toBe(true);
    expect(codeOf(await send('deleteSipLine', { configId: '1', key: 'key-2' }))).toBe('NOT_FOUND');
  });

  it('is asked for again if it could not be verified', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    inject({ on: 'voximplant.line.outgoing.get', kind: 'error', status: 400, code: 'ACCESS_DENIED' });
    const choice = { lineId: 'reg150907' };
    expect(codeOf(await send('setDefaultOutgoingLine', choice))).toBe('OUTCOME_UNKNOWN');
    const repeated = await send('setDefaultOutgoingLine', choice);
    expect([codeOf(repeated), isReplayed(repeated)]).toEqual(['OK', false]);
  });
});
