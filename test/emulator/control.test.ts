import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';
import type { TestPortal } from './support/caller.ts';

const json = (portal: TestPortal, method: string, path: string, body?: unknown) =>
  portal.send(`/_emulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

describe('the control routes', () => {
  it('read and clear the journal', async () => {
    await using portal = await startTestPortal();
    await portal.call('voximplant.sip.add', line());
    await portal.call('scope');
    expect(JSON.parse((await json(portal, 'GET', 'journal')).text)).toMatchObject([
      { method: 'voximplant.sip.add', params: line(), status: 200 },
      { method: 'scope' },
    ]);
    expect(JSON.parse((await json(portal, 'GET', 'journal?method=Scope')).text)).toHaveLength(1);
    expect((await json(portal, 'DELETE', 'journal')).body).toStrictEqual({ ok: true });
    expect(JSON.parse((await json(portal, 'GET', 'journal')).text)).toStrictEqual([]);
  });

  it('inject, list and remove faults', async () => {
    await using portal = await startTestPortal();
    const fault = {
      on: 'voximplant.sip.add',
      kind: 'error',
      status: 400,
      code: 'MAX_CLOUD_PBX',
      times: 'infinite',
    };
    const injected = await json(portal, 'POST', 'faults', fault);
    expect(injected).toMatchObject({ status: 201, body: { id: 1, fired: 0, fault } });
    await json(portal, 'POST', 'faults', { kind: 'body', status: 502, on: 'scope' });
    expect((await portal.call('voximplant.sip.add', line())).body).toMatchObject({ error: 'MAX_CLOUD_PBX' });
    expect(JSON.parse((await json(portal, 'GET', 'faults')).text)).toMatchObject([
      { id: 1, fired: 1, fault },
      { id: 2, fired: 0 },
    ]);
    await json(portal, 'DELETE', 'faults?id=1');
    expect((await portal.call('voximplant.sip.add', line())).status).toBe(200);
    await json(portal, 'DELETE', 'faults');
    expect((await portal.call('scope')).status).toBe(200);
  });

  it.each([
    ['nonsense', 'The body must be a fault as JSON, such as {"on": "voximplant.sip.add", "kind": "drop"}.'],
    ['[]', 'A fault must be a JSON object.'],
    [
      { kind: 'explode' },
      "A fault's kind must be one of body, drop, hang, truncate, latin1, slow-body, redirect, late, error, result, result-patch, slow, batch-missing.",
    ],
    [
      { kind: 'drop', stage: 'sometime', when: 'now' },
      'A fault of this kind has no field "when". The field "stage" must be "before", "during" or "after".',
    ],
    [{ kind: 'late' }, 'The field "delayMs" is missing.'],
    [{ kind: 'drop', times: 0 }, 'The field "times" must be a number of 1 or more, or "infinite".'],
    [{ kind: 'result-patch', remove: [1] }, 'The field "remove" must be a list of texts.'],
  ])('refuse the fault %j in words', async (fault, problem) => {
    await using portal = await startTestPortal();
    expect(await json(portal, 'POST', 'faults', fault)).toMatchObject({ status: 400, body: { problem } });
    expect(portal.portal.faults.list()).toHaveLength(0);
  });

  it('show the state and reset it', async () => {
    await using portal = await startTestPortal();
    await portal.call('voximplant.sip.add', line());
    expect((await json(portal, 'GET', 'state')).body).toMatchObject({
      lines: [{ title: 'SIP line 1', configId: 1 }],
      outgoingLine: 'reg150907',
      rentedNumbers: [],
      users: [{ id: 1 }],
    });
    expect((await json(portal, 'POST', 'reset')).status).toBe(200);
    expect((await json(portal, 'GET', 'state')).body).toMatchObject({
      lines: [],
      outgoingLine: 'LINK_BASE_NUMBER',
    });
  });

  it('say which there are', async () => {
    await using portal = await startTestPortal();
    const answer = await json(portal, 'GET', 'nothing');
    expect(answer.status).toBe(404);
    expect(answer.body['problem']).toContain('GET journal, DELETE journal');
    expect(portal.portal.journal.entries()).toStrictEqual([]);
  });
});
