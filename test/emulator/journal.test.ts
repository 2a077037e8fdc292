import { describe, expect, it } from 'vitest';
import { createJournal } from '../../src/emulator/journal.ts';
import { line, startTestPortal } from './support/caller.ts';

describe('the journal', () => {
  it('has an entry for every request, as it came', async () => {
    await using portal = await startTestPortal();
    await portal.call('Voximplant.SIP.Add.json', line({ TITLE: ' x ' }));
    await portal.call('voximplant.sip.add', line({ TITLE: 'x' }));
    expect(portal.portal.journal.entries('voximplant.sip.ADD')).toMatchObject([
      {
        id: 1,
        outer: undefined,
        method: 'voximplant.sip.add',
        params: line({ TITLE: ' x ' }),
        transport: 'single',
        outcome: 'answer',
        status: 200,
        errorCode: undefined,
        executed: true,
        fault: undefined,
        httpMethod: 'POST',
        path: '/rest/1/emulatorwebhook1/Voximplant.SIP.Add.json',
        headers: { 'content-type': 'application/json' },
        remoteAddress: '127.0.0.1',
      },
      { id: 2, status: 400, errorCode: 'TITLE_EXISTS', executed: false },
    ]);
  });

  it('has an entry for every command of a batch, linked to its request', async () => {
    await using portal = await startTestPortal();
    await portal.batch({ a: 'Scope?x[]=1', b: 'nothing' });
    expect(portal.portal.journal.entries()).toMatchObject([
      {
        id: 1,
        method: 'batch',
        transport: 'single',
        params: { halt: 0, cmd: { a: 'Scope?x[]=1' } },
        executed: true,
      },
      {
        id: 2,
        outer: 1,
        method: 'scope',
        transport: 'batch',
        batchKey: 'a',
        command: 'Scope?x[]=1',
        params: { x: ['1'] },
        status: 200,
        executed: true,
      },
      { id: 3, outer: 1, method: 'nothing', batchKey: 'b', status: 404, errorCode: 'ERROR_METHOD_NOT_FOUND' },
    ]);
    portal.portal.journal.clear();
    expect(portal.portal.journal.entries()).toStrictEqual([]);
  });

  it('forgets the oldest entries', () => {
    const journal = createJournal(10);
    const call = { params: {}, receivedAt: 0, httpMethod: 'GET', path: '/', headers: {}, remoteAddress: '' };
    for (let index = 1; index <= 35; index += 1) journal.open({ ...call, method: `m${index}` });
    const kept = journal.entries().map(({ method }) => method);
    expect(kept.length).toBeLessThan(20);
    expect(kept.slice(-10)).toStrictEqual(Array.from({ length: 10 }, (_, index) => `m${index + 26}`));
  });
});

describe('a reset', () => {
  it('brings everything back but webhooks', async () => {
    await using portal = await startTestPortal({
      cloudLimit: 1,
      limits: { rate: { burst: 2, perSecond: 0 } },
    });
    const path = portal.portal.addWebhook({ code: 'second' });
    await portal.call('voximplant.sip.add', line());
    portal.portal.faults.inject({ kind: 'drop' });
    portal.portal.setCondition('deleted');
    portal.portal.rename('other.example');
    portal.portal.reset();
    expect(portal.portal.lines()).toStrictEqual([]);
    expect(portal.portal.journal.entries()).toStrictEqual([]);
    expect((await portal.send(`${path}voximplant.sip.get`)).body).toHaveProperty('result', []);
    expect(await portal.result('voximplant.sip.add', line())).toMatchObject({
      CONFIG_ID: '1',
      REG_ID: 150907,
    });
  });
});
