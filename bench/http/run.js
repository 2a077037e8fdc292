// Requests a second of each HTTP layer as a ratio to the hand-written bound, medians of interleaved rounds in one run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';

const LAYERS = ['node:http', 'fastify', 'express', 'standalone'];
const ROUNDS = 5;
const SECONDS = 3;
const BODY = JSON.stringify({
  query: 'mutation ($input: NewLine!) { addLine(input: $input) { configId type title server login } }',
  variables: { input: { title: 'Sales', server: 'sip.example.com', login: 'sales', password: 'replace-me' } },
});

async function measure(layer) {
  const server = spawn(process.execPath, ['server.js', layer], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(server.stdout, 'data');
  const path = layer === 'standalone' ? '/' : '/graphql';
  const load = (duration) =>
    autocannon({
      url: `http://127.0.0.1:${String(port).trim()}${path}`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: BODY,
      connections: 64,
      duration,
    });
  await load(1);
  const { requests, non2xx, errors } = await load(SECONDS);
  server.kill();
  await once(server, 'exit');
  if (non2xx + errors > 0) throw new Error(`${layer}: ${non2xx} bad answers, ${errors} errors`);
  return requests.average;
}

const rates = new Map(LAYERS.map((layer) => [layer, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const layer of LAYERS) rates.get(layer).push(await measure(layer));
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bound = median(rates.get('node:http'));
console.log(`Node ${process.version}, 64 connections, medians of ${ROUNDS} rounds of ${SECONDS} s\n`);
console.log('| layer | requests/s | ratio |\n|---|---|---|');
for (const [layer, values] of rates) {
  console.log(`| ${layer} | ${Math.round(median(values))} | ${(median(values) / bound).toFixed(2)} |`);
}
