import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../src/config/read-settings.ts';
import { PRICES } from '../../src/graphql/demand-control/prices.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { seededRandom } from '../../test/support/random-runs.ts';
import { startBusyPortal } from '../../test/support/busy-portal.ts';
import { CHARACTERS, createCostCalculator, ROUTER_PRICES, ROWS, VALUES } from '../../test/support/costs.ts';
import { worstOperations } from '../../test/support/operation-generator.ts';
import { outputUntil } from '../../test/support/program.ts';

// The worst operations that the limit admits, one after another against the built gateway, and for each the longest
// time that its event loop served nobody else. `npm start -- SEED` repeats a search.
const GOAL_MS = 500;
const MEASURES = { cost: PRICES, values: VALUES, rows: ROWS, characters: CHARACTERS, weights: ROUTER_PRICES };
const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 31));

/** From the compiled file to the root of the repository. */
const ROOT = new URL('../../../../../', import.meta.url);

interface Report {
  readonly longestMs: number;
  readonly heapMb: number;
}

function startGateway(webhookUrl: string): ChildProcess {
  const preload = new URL('bench/demand-control/event-loop.js', ROOT).href;
  return spawn(process.execPath, ['--max-old-space-size=256', '--import', preload, 'dist/main.js'], {
    cwd: fileURLToPath(ROOT),
    env: {
      PORT: '0',
      BITRIX24_WEBHOOK_URL: webhookUrl,
      BITRIX24_RATE_LIMIT: 'off',
      GATEWAY_REQUESTS_PER_MINUTE: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

async function report(gateway: ChildProcess): Promise<Report> {
  const answered = once(gateway, 'message');
  gateway.send('report');
  const [message] = (await answered) as [Report];
  return message;
}

const { costLimit } = readSettings({});
const cost = createCostCalculator();
const search = { schema: createSchema(), cost, limit: costLimit, random: seededRandom(seed), shapes: 40 };
const operations = worstOperations(search, Object.values(MEASURES));

const portal = await startBusyPortal();
const gateway = startGateway(portal.webhookUrl);
const [, url = ''] = await outputUntil(gateway, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
const send = async (body: object) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
};
// What is compiled while it runs for the first time is not the operation's fault.
await send({ query: '{ telephonyCalls(first: 50) { nodes { statisticId user { userId } } } }' });
await report(gateway);

const print = (line: string) => process.stdout.write(`${line}\n`);
print(`Node ${process.version}, limit ${costLimit}, seed ${seed}, goal ${GOAL_MS} ms\n`);
print('| worst by | cost | status | commands | bytes | longest gap, ms | heap, MB |');
print('| --- | --- | --- | --- | --- | --- | --- |');
for (const [index, { query, variables }] of operations.entries()) {
  portal.portal.journal.clear();
  const { status, bytes } = await send({ query, variables });
  const { longestMs, heapMb } = await report(gateway);
  const commands = portal.portal.journal.entries().filter(({ method }) => method !== 'batch').length;
  const cells = [
    Object.keys(MEASURES)[index],
    Math.ceil(cost(query, variables)),
    status,
    commands,
    bytes,
    Math.round(longestMs),
    Math.round(heapMb),
  ];
  print(`| ${cells.join(' | ')} |`);
}
gateway.kill();
await portal.close();
