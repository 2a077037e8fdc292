import { expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

// A decoder that replaced such bytes would return "B�ro" as a title that no line has.
it('in a response is not shown as data, and a write is settled by a lookup', async () => {
  await using gateway = await startGateway({ app: { clock: hurriedClock(20) } });
  const { portal } = gateway.emulator;

  portal.faults.inject({ kind: 'latin1', on: 'voximplant.sip.add' });
  const added = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Büro' } });
  expect(added.errors).toBeUndefined();
  expect(added.data?.['addSipLine']).toMatchObject({ title: 'Büro' });
  expect(portal.lines()).toHaveLength(1);
  expect(sentMethods(gateway).filter((method) => method === 'voximplant.sip.add')).toHaveLength(1);

  portal.faults.inject({ kind: 'latin1', on: 'voximplant.sip.get', times: Infinity });
  const read = await gateway.query('{ sipLine(configId: 1) { title } }');
  expect(read.data).toEqual({ sipLine: null });
  expect(read.errors).toMatchObject([
    { path: ['sipLine'], extensions: { code: 'PORTAL_UNAVAILABLE', bitrix24: { status: 200 } } },
  ]);

  portal.faults.clear();
  expect((await gateway.query('{ sipLine(configId: 1) { title } }')).data?.['sipLine']).toEqual({
    title: 'Büro',
  });
});
