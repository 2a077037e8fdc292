import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startEmulator } from '../../dist/emulator/emulator.js';
import { compose, readSdl } from './compose.js';
import { startEmployees } from './employees.js';
import { ROUTERS } from './routers.js';
import { apiKeys, startTelephony } from './telephony.js';

const READ = ['telephony:read'];
const KEYS = {
  router: { key: 'key-of-the-router', scopes: READ },
  manager: { key: 'key-of-a-manager', scopes: [...READ, 'telephony:write', 'telephony:secrets'] },
  nobody: { key: 'key-without-much', scopes: ['telephony:call'] },
};

const LINES = 25;

for (const [name, { start, composer }] of Object.entries(ROUTERS)) {
  describe(`behind ${name}`, () => {
    let emulator;
    let telephony;
    let employees;
    let router;

    before(async () => {
      emulator = await startEmulator({ usersByWebhook: true });
      telephony = await startTelephony({
        BITRIX24_WEBHOOK_URL: emulator.webhookUrl,
        BITRIX24_RATE_LIMIT: 'off',
        GATEWAY_API_KEYS: apiKeys(KEYS),
      });
      // Fifty employees: each line is that of two of them.
      employees = await startEmployees(
        Array.from({ length: 2 * LINES }, (_, index) => ({
          id: `e${index + 1}`,
          name: `Employee ${index + 1}`,
          userId: String(index + 1),
          configId: String((index % LINES) + 1),
        })),
      );
      const ofRouter = { authorization: `Bearer ${KEYS.router.key}` };
      const subgraphs = [
        { name: 'telephony', url: telephony.url, sdl: await readSdl(telephony.url, ofRouter) },
        { name: 'employees', url: employees.url, sdl: await readSdl(employees.url) },
      ];
      const supergraphSdl = compose(subgraphs, composer);
      router = await start({ supergraphSdl, routerKey: KEYS.router.key });
      for (let index = 1; index <= 2 * LINES; index += 1) {
        emulator.portal.putUser({ id: index, innerNumber: String(100 + index) });
      }
      for (let index = 1; index <= LINES; index += 1) {
        const { errors } = await ask(ADD, { input: line(index) }, KEYS.manager);
        assert.equal(errors, undefined);
      }
    });

    after(async () => {
      await router?.close();
      await employees?.close();
      await telephony?.close();
      await emulator?.close();
    });

    const ADD = `mutation ($input: AddSipLineInput!) { addSipLine(input: $input) { configId title } }`;
    const line = (index) => ({
      type: 'OFFICE',
      title: `Line ${index}`,
      server: 'sip.example.com',
      login: 'a',
      password: `password-${index}`,
    });

    async function ask(query, variables, caller, headers = {}) {
      emulator.portal.journal.clear();
      const response = await fetch(router.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(caller && { authorization: `Bearer ${caller.key}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = await response.json();
      const calls = emulator.portal.journal
        .entries()
        .filter(({ method }) => method !== 'batch')
        .map(({ method }) => method);
      return { data, errors, calls };
    }

    it('joins employees to their telephony, for one call of each kind', async () => {
      const { data, errors, calls } = await ask(
        '{ employees { name telephony { innerNumber } directLine { title server } } }',
      );
      assert.equal(errors, undefined);
      assert.equal(data.employees.length, 2 * LINES);
      assert.deepEqual(data.employees[LINES], {
        name: 'Employee 26',
        telephony: { innerNumber: '126' },
        directLine: { title: 'Line 1', server: 'sip.example.com' },
      });
      assert.deepEqual(calls.toSorted(), ['voximplant.sip.get', 'voximplant.user.get']);
    });

    it('joins telephony to employees', async () => {
      const { data, calls } = await ask(
        '{ telephonyUsers(userIds: [3, 99]) { innerNumber employee { name } } }',
      );
      assert.deepEqual(data.telephonyUsers, [{ innerNumber: '103', employee: { name: 'Employee 3' } }, null]);
      assert.deepEqual(calls, ['voximplant.user.get']);
    });

    it('costs the portal no more than asking the gateway itself', async () => {
      const query = `{
        sipLines(first: 10) { totalCount nodes { title isDefaultOutgoing } }
        outgoingLines { name sipLine { title } }
      }`;
      const through = await ask(query);
      assert.equal(through.errors, undefined);
      emulator.portal.journal.clear();
      const response = await fetch(telephony.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${KEYS.router.key}` },
        body: JSON.stringify({ query }),
      });
      const { data } = await response.json();
      assert.deepEqual(through.data, data);
      const direct = emulator.portal.journal.entries().map(({ method }) => method);
      assert.deepEqual(through.calls.toSorted(), direct.toSorted());
    });

    it('passes on which portal is meant, so that nothing is done on another', async () => {
      const query = '{ sipLines(first: 1) { totalCount } }';
      const here = new URL(emulator.origin).host;
      const meant = await ask(query, {}, undefined, { 'x-bitrix24-portal': here });
      assert.equal(meant.errors, undefined);
      const other = await ask(query, {}, undefined, { 'x-bitrix24-portal': 'other.bitrix24.com' });
      assert.equal(other.data?.sipLines ?? null, null);
      assert.equal(other.errors.length, 1);
      assert.deepEqual(other.calls, []);
    });

    it('brings errors of the gateway to the client as they are', async () => {
      const { data, errors } = await ask(ADD, { input: line(1) }, KEYS.manager);
      assert.deepEqual(data, { addSipLine: null });
      assert.equal(errors.length, 1);
      const [{ message, path, extensions }] = errors;
      assert.equal(message, 'A line with this title already exists. Choose another title.');
      assert.deepEqual(path, ['addSipLine']);
      const { code, retryable, argument, existingConfigId, requestId, bitrix24 } = extensions;
      assert.deepEqual(
        { code, retryable, argument, existingConfigId },
        { code: 'TITLE_EXISTS', retryable: false, argument: ['input', 'title'], existingConfigId: '1' },
      );
      assert.match(requestId, /^[0-9a-f-]{36}$/);
      assert.equal(bitrix24.error, 'TITLE_EXISTS');
    });

    it('brings the limits of the portal to the client', async () => {
      emulator.portal.faults.inject({
        kind: 'error',
        on: 'voximplant.sip.connector.status',
        status: 429,
        code: 'OPERATION_TIME_LIMIT',
        times: Infinity,
      });
      const { data, errors } = await ask('{ sipConnector { paid } employees { name } }');
      assert.equal(data.sipConnector, null);
      assert.equal(data.employees.length, 2 * LINES);
      assert.equal(errors[0].extensions.code, 'RATE_LIMITED');
      assert.ok(errors[0].extensions.retryAfterMs > 0);
    });

    it('counts the scopes of the caller if it shows a key, and those of the router if not', async () => {
      const secret = '{ sipLine(configId: 1) { title password } }';
      const asRouter = await ask(secret);
      assert.deepEqual(asRouter.data.sipLine, { title: 'Line 1', password: null });
      assert.equal(asRouter.errors[0].extensions.code, 'FORBIDDEN');
      assert.deepEqual(asRouter.errors[0].path, ['sipLine', 'password']);
      const asManager = await ask(secret, {}, KEYS.manager);
      assert.deepEqual(asManager.data.sipLine, { title: 'Line 1', password: 'password-1' });

      const refused = await ask('mutation { deleteSipLine(configId: 1) { id } }');
      assert.equal(refused.errors[0].extensions.code, 'FORBIDDEN');
      assert.deepEqual(refused.calls, []);
      const narrowed = await ask('{ employees { directLine { title } } }', {}, KEYS.nobody);
      assert.equal(narrowed.data.employees[0].directLine, null);
      assert.equal(narrowed.errors[0].extensions.code, 'FORBIDDEN');
      assert.deepEqual(narrowed.calls, []);
    });

    it('tells a caller whose key nobody knows that it is at fault', async () => {
      const { errors, calls } = await ask('{ sipConnector { paid } }', {}, { key: 'wrong' });
      assert.equal(errors[0].extensions.code, 'UNAUTHENTICATED');
      assert.deepEqual(calls, []);
    });

    it('sends a mutation once, even where the answer is lost', async () => {
      emulator.portal.faults.inject({ kind: 'drop', on: 'voximplant.callback.start', stage: 'after' });
      emulator.portal.addRentedNumber({ number: '15550100' });
      const { errors, calls } = await ask(
        'mutation { startCallback(input: { lineId: "15550100", phoneNumber: "15550123", text: "a" }) { callId } }',
        {},
        KEYS.nobody,
      );
      assert.equal(errors[0].extensions.code, 'OUTCOME_UNKNOWN');
      assert.deepEqual(calls, ['voximplant.callback.start']);
    });
  });
}
