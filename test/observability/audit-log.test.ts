import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { linesOf } from '../support/log-lines.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';

const keyOf = (name: string) => `tg_sentinel-${name}`;
const API_KEYS = JSON.stringify(
  Object.entries({
    admin: ['telephony:read', 'telephony:write', 'telephony:call', 'telephony:secrets'],
    writer: ['telephony:read', 'telephony:write'],
    reader: ['telephony:read'],
  }).map(([name, scopes]) => ({
    name,
    sha256: createHash('sha256').update(keyOf(name)).digest('hex'),
    scopes,
  })),
);

let gateway: TestGateway;
afterEach(() => gateway.close());
const start = async () => {
  gateway = await startGateway({
    environment: { GATEWAY_API_KEYS: API_KEYS },
    emulator: { usersByWebhook: true },
  });
};

const as = (name: string, query: string, variables?: object) =>
  gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${keyOf(name)}` },
    body: JSON.stringify({ query, variables }),
  });
const audited = (message: string) =>
  linesOf(gateway.log())
    .filter(({ msg }) => msg === `audit: ${message}`)
    .map(({ time: _time, level: _level, msg: _msg, portalKey: _portalKey, ...line }) => line);
const requestId = expect.any(String) as string;

describe('every mutation is audited', () => {
  it('with the caller, the portal, what it was about and its outcome', async () => {
    await start();
    const added = await as('admin', ADD_SIP_LINE, { input: NEW_LINE });
    await as('admin', ADD_SIP_LINE, { input: NEW_LINE });
    await as(
      'admin',
      'mutation { a: updateSipLine(configId: "1", input: { title: "Sentinel" }) { title } b: deleteSipLine(configId: "77") { configId } }',
    );
    expect(audited('mutation')).toEqual([
      { requestId, caller: 'admin', field: 'Mutation.addSipLine', objects: ['configId 1'], outcome: 'OK' },
      { requestId, caller: 'admin', field: 'Mutation.addSipLine', outcome: 'TITLE_EXISTS' },
      { requestId, caller: 'admin', field: 'Mutation.updateSipLine', objects: ['configId 1'], outcome: 'OK' },
      {
        requestId,
        caller: 'admin',
        field: 'Mutation.deleteSipLine',
        objects: ['configId 77'],
        outcome: 'NOT_FOUND',
      },
    ]);
    const [line] = linesOf(gateway.log()).filter(({ msg }) => msg === 'audit: mutation');
    expect(line?.['portalKey']).toMatch(/^[\w-]+$/);
    expect(line?.['requestId']).toBe(added.headers.get('x-request-id'));
    // None of its values.
    expect(JSON.stringify(audited('mutation'))).not.toMatch(/sentinel|Sentinel|Sales/);
  });

  it('of several things, with those that were made and the codes of the others', async () => {
    await start();
    const inputs = ['One', 'Two', 'One'].map((title) => ({ ...NEW_LINE, title }));
    await as('admin', 'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { title } }', {
      inputs,
    });
    expect(audited('mutation')).toEqual([
      {
        requestId,
        caller: 'admin',
        field: 'Mutation.addSipLines',
        objects: ['configId 1', 'configId 2'],
        outcome: 'TITLE_EXISTS',
      },
    ]);
  });

  it('with the first of many things, and how many more there are', async () => {
    await start();
    const inputs = Array.from({ length: 53 }, (_, n) => ({
      ...NEW_LINE,
      type: 'OFFICE',
      title: `Line ${n}`,
    }));
    await as('admin', 'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { title } }', {
      inputs,
    });
    const [line] = audited('mutation');
    expect(line).toMatchObject({ more: 3, outcome: 'OK' });
    expect(line?.['objects']).toHaveLength(50);
  });

  it('also if the caller may not do it', async () => {
    await start();
    await as('reader', 'mutation { deleteSipLine(configId: "1") { configId } }');
    expect(audited('mutation')).toEqual([
      {
        requestId,
        caller: 'reader',
        field: 'Mutation.deleteSipLine',
        objects: ['configId 1'],
        outcome: 'FORBIDDEN',
      },
    ]);
  });

  it('as what it was, although a field of what it has changed cannot be read', async () => {
    await start();
    const { status, errors } = await as(
      'writer',
      'mutation ($input: AddSipLineInput!) { addSipLine(input: $input) { password } }',
      { input: NEW_LINE },
    );
    expect([status, errors?.[0]?.extensions['code']]).toEqual([200, 'FORBIDDEN']);
    await as(
      'writer',
      'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { password } }',
      { inputs: ['Two', 'Two'].map((title) => ({ ...NEW_LINE, title })) },
    );
    expect(audited('mutation')).toMatchObject([
      { field: 'Mutation.addSipLine', objects: ['configId 1'], outcome: 'OK' },
      { field: 'Mutation.addSipLines', objects: ['configId 2'], outcome: 'TITLE_EXISTS' },
    ]);
  });

  it.each([
    ['deleteSipLine', '{ configId }', 'configId'],
    ['setDefaultOutgoingLine', '{ lineId }', 'lineId'],
    ['activatePhone', '{ userId }', 'userId'],
  ])('without what a caller of %s sends in place of an ID', async (field, selection, id) => {
    await start();
    await as('admin', `mutation { ${field}(${id}: "Sentinel text") ${selection} }`);
    expect(audited('mutation')).toMatchObject([{ field: `Mutation.${field}` }]);
    expect(gateway.log()).not.toContain('Sentinel');
  });

  it('and no query is', async () => {
    await start();
    await as('reader', '{ sipLine(configId: "1") { title } }');
    expect(audited('mutation')).toEqual([]);
    expect(audited('secrets were read')).toEqual([]);
  });
});

describe('every operation that reads passwords is audited', () => {
  it('with the caller, the portal, the fields and whose they are', async () => {
    await start();
    gateway.emulator.portal.putUser({ id: 7, sipPassword: 'sentinel-password-4711' });
    await as('admin', 'mutation ($input: AddSipLineInput!) { addSipLine(input: $input) { title } }', {
      input: NEW_LINE,
    });
    await as('admin', SIP_LINE, { configId: '1' });
    await as('admin', '{ telephonyUser(userId: "7") { sipPassword } }');
    expect(audited('secrets were read')).toEqual([
      { requestId, caller: 'admin', fields: ['SipLine.password'], objects: ['configId 1'] },
      { requestId, caller: 'admin', fields: ['TelephonyUser.sipPassword'], objects: ['userId 7'] },
    ]);
    expect(gateway.log()).not.toContain('sentinel-password');
  });

  it('but not if there was none to read, or the caller may not', async () => {
    await start();
    await as(
      'admin',
      'mutation ($input: AddSipLineInput!) { addSipLine(input: $input) { incomingPassword } }',
      { input: NEW_LINE },
    );
    await as('reader', '{ sipLine(configId: "1") { password } }');
    expect(audited('secrets were read')).toEqual([]);
  });
});
