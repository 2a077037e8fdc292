import { afterEach, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../../support/operations.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const addCalls = (count: number, call: { readonly portalNumber?: string } = {}) => {
  for (let n = 0; n < count; n += 1) gateway.emulator.portal.addCall({ userId: 1, ...call });
};

it('an operation that is stopped for memory returns no data, and an error for each root field', async () => {
  gateway = await startGateway({ app: { answerBytes: 100_000 } });
  addCalls(200);
  const { status, data, errors, text } = await gateway.query(
    '{ lines: sipConnector { freeMinutes } telephonyCalls(first: 200) { nodes { statisticId phoneNumber } } }',
  );
  expect(status).toBe(200);
  expect(data).toEqual({ lines: null, telephonyCalls: null });
  expect(errors?.map(({ path }) => path?.[0]).toSorted()).toEqual(['lines', 'telephonyCalls']);
  for (const { extensions } of errors ?? []) {
    expect(extensions).toMatchObject({ code: 'OPERATION_TOO_COSTLY', bound: 'memory', limit: 100_000 });
    expect(extensions['requestId']).toEqual(expect.any(String));
  }
  expect(text).not.toContain('statisticId');
  expect(gateway.log()).toContain('"stopped":"memory"');
});

it('a mutation is refused as retryable while others hold half of the memory, and queries go on', async () => {
  const add = 'voximplant.sip.add';
  gateway = await startGateway({ app: { answerBytes: 100_000 }, emulator: { latency: { [add]: 1 } } });
  const { portal } = gateway.emulator;
  const { data } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, type: 'OFFICE' } });
  const { configId } = data?.['addSipLine'] as { configId: string };
  addCalls(20, { portalNumber: `sip${configId}` });
  // What the first field has read is held until the second one has been executed.
  const holding = gateway.query(
    `mutation ($configId: ID!, $update: UpdateSipLineInput!, $input: AddSipLineInput!) {
      updateSipLine(configId: $configId, input: $update) { configId calls(first: 50) { nodes { statisticId phoneNumber } } }
      addSipLine(input: $input) { title }
    }`,
    { configId, update: { server: 'new.example.com' }, input: { ...NEW_LINE, title: 'Second' } },
  );
  await expect.poll(() => portal.journal.entries(add).length).toBe(2);
  const refused = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Third' } });
  expect(refused.status).toBe(503);
  expect(refused.errors?.[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryable: true,
    retryAfterMs: 1_000,
  });
  expect((await gateway.query('{ sipConnector { freeMinutes } }')).errors).toBeUndefined();
  expect((await holding).data).toMatchObject({ addSipLine: { title: 'Second' } });
  expect((await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Third' } })).status).toBe(200);
  expect(portal.lines().map(({ title }) => title)).toEqual([NEW_LINE.title, 'Second', 'Third']);
});

it('a large response is the same as the small ones that it consists of', async () => {
  gateway = await startGateway();
  addCalls(200);
  const aliases = Array.from({ length: 15 }, (_, n) => `${'alias'.repeat(12)}${n}: phoneNumber`).join(' ');
  const page = (first: number) => `{ telephonyCalls(first: ${first}) { nodes { statisticId ${aliases} } } }`;
  const [large, small] = [await gateway.query(page(200)), await gateway.query(page(1))];
  expect(large.headers.get('content-type')).toBe(small.headers.get('content-type'));
  expect(large.headers.get('content-length')).toBe(String(Buffer.byteLength(large.text)));
  const nodes = (answer: typeof large) =>
    (answer.data?.['telephonyCalls'] as { nodes: readonly object[] }).nodes;
  expect(nodes(large)).toHaveLength(200);
  expect(Object.keys(nodes(large)[0] ?? {})).toHaveLength(16);
  expect(nodes(large)[0]).toEqual(nodes(small)[0]);
});
