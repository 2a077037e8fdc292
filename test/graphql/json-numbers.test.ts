import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.close());

const LINE = 'query ($id: ID!) { sipLine(configId: $id) { title } }';
const ask = (id: string) =>
  gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query": ${JSON.stringify(LINE)}, "variables": {"id": ${id}}}`,
  });

it.each(['-0', '0', '1e-400', '1.0000000000000000001', '7'])(
  'the number %s is the ID that JavaScript reads',
  async (id) => {
    const { data, errors } = await ask(id);
    expect([data, errors]).toEqual([{ sipLine: null }, undefined]);
  },
);

it.each(['9007199254740993', '-9007199254740993', '1e400', '0.5'])('the number %s is no ID', async (id) => {
  const { errors } = await ask(id);
  expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
});
