import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../../src/emulator/emulator.ts';
import { startGateway } from '../gateway.js';
import { servePage } from '../serve.js';

const QUERY = JSON.stringify({ query: '{ sipLines { nodes { id } } }' });

let emulator: Emulator;
let gateway: Awaited<ReturnType<typeof startGateway>>;
let page: Awaited<ReturnType<typeof servePage>>;
beforeAll(async () => {
  emulator = await startEmulator();
  gateway = await startGateway({ PATH: process.env['PATH'], BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
  page = await servePage(gateway.origin, { port: 0 });
});
afterAll(async () => {
  await page.close();
  await gateway.close();
  await emulator.close();
});

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ method = 'POST', headers = {} }: Sent): Promise<IncomingMessage> {
  const all = { 'content-type': 'application/json', ...headers };
  const sent = request(new URL('/graphql', page.url), { method, headers: all });
  sent.end(method === 'POST' ? QUERY : undefined);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

it('the page reaches the gateway', async () => {
  expect((await send({})).statusCode).toBe(200);
});

it.each(['http://localhost:9999', 'https://evil.example'])('a page of %s does not', async (origin) => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  };
  for (const response of [
    await send({ method: 'OPTIONS', headers: { origin, ...preflight } }),
    await send({ headers: { origin } }),
  ]) {
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  }
});

it('a name that was pointed at this machine does not', async () => {
  expect((await send({ headers: { host: 'evil.example' } })).statusCode).toBe(403);
});
