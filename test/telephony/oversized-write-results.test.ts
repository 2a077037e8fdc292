import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

/** More than any write returns, and not more than a read may. */
const TEXT = 'x'.repeat(5 * 1024 * 1024);

const start = () => startGateway();

const timesSent = (gateway: TestGateway, method: string) =>
  sentMethods(gateway).filter((each) => each === method).length;

// A mutation keeps what it has received, even if its client is gone.
describe('a response of more than 4 MiB', () => {
  it('to an add is lost, so the line is looked up', async () => {
    await using gateway = await start();
    const { portal } = gateway.emulator;
    portal.faults.inject({ kind: 'result', on: 'voximplant.sip.add', result: { CONFIG_ID: 1, TITLE: TEXT } });
    const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toBeUndefined();
    expect(data?.['addSipLine']).toMatchObject({ title: NEW_LINE.title });
    expect(portal.lines()).toHaveLength(1);
    expect(timesSent(gateway, 'voximplant.sip.add')).toBe(1);
  });

  it('to an idempotent write is lost, so it is repeated', async () => {
    await using gateway = await start();
    const { portal } = gateway.emulator;
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    portal.faults.inject({ kind: 'result', on: 'voximplant.sip.delete', result: TEXT });
    const { data, errors } = await gateway.query('mutation { deleteSipLine(configId: 1) { configId } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ deleteSipLine: { configId: '1' } });
    expect(portal.lines()).toHaveLength(0);
    expect(timesSent(gateway, 'voximplant.sip.delete')).toBe(2);
  });

  it('to a call is lost, and nobody is told that it was not made', async () => {
    await using gateway = await start();
    gateway.emulator.portal.addRentedNumber({ number: '74951234567' });
    gateway.emulator.portal.faults.inject({ kind: 'result', on: 'voximplant.callback.start', result: TEXT });
    const { errors } = await gateway.query(
      'mutation { startCallback(input: { lineId: "74951234567", phoneNumber: "+79061234567", text: "Hello" }) { callId } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'OUTCOME_UNKNOWN', retryable: false } }]);
    expect(timesSent(gateway, 'voximplant.callback.start')).toBe(1);
  });

  it('to a read is read', async () => {
    await using gateway = await start();
    const { portal } = gateway.emulator;
    portal.faults.inject({
      kind: 'result',
      on: 'voximplant.sip.connector.status',
      result: { FREE_MINUTES: 7, PAID: 'Y', OTHER: TEXT },
    });
    const { data, errors } = await gateway.query('{ sipConnector { freeMinutes } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ sipConnector: { freeMinutes: 7 } });
  });
});
