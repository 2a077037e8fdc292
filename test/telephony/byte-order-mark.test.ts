import { expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

const MARK = '\ufeff';
const LINE = { CONFIG_ID: '1', TYPE: 'cloud', TITLE: 'Sales', SERVER: 's', LOGIN: 'l', REG_ID: 150907 };

it('in front of every answer hides no result and no error, and nothing is sent twice', async () => {
  await using gateway = await startGateway();
  const answer = (on: string, status: number, body: object) =>
    gateway.emulator.portal.faults.inject({
      kind: 'body',
      stage: 'after',
      on,
      status,
      contentType: 'application/json',
      body: MARK + JSON.stringify(body),
    });

  answer('voximplant.sip.add', 200, { result: LINE });
  const added = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
  expect(added.errors).toBeUndefined();
  expect(added.data?.['addSipLine']).toMatchObject({ configId: '1', title: 'Sales' });

  answer('voximplant.sip.get', 200, { result: [LINE], total: 1 });
  const read = await gateway.query('{ sipLine(configId: 1) { title } }');
  expect(read.data?.['sipLine']).toEqual({ title: 'Sales' });

  answer('voximplant.sip.add', 400, { error: 'MAX_CLOUD_PBX', error_description: 'No more.' });
  const refused = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Second' } });
  expect(refused.errors).toMatchObject([{ extensions: { code: 'MAX_CLOUD_PBX' } }]);

  expect(sentMethods(gateway)).toEqual(['voximplant.sip.add', 'voximplant.sip.get', 'voximplant.sip.add']);
});
