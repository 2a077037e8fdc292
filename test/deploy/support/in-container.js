// Evaluated inside the sandbox of container.test.ts, next to the file set of the image: an emulated portal, the image's
// own commands, a caller. Prints what each of them came to as JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const { entrypoint, cmd, healthCheck } = JSON.parse(process.argv[1]);

function start([program, ...args], environment = {}) {
  return spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
async function outcome(command, environment) {
  const child = start(command, environment);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code, output };
}
const codeOf = (attempt) =>
  new Promise((resolve) => attempt(resolve)).catch((error) => error.code ?? String(error));

const emulator = start(['node', '/app/dist/emulator/main.js'], { EMULATOR_PORT: '0' });
const [welcome] = await once(emulator.stdout, 'data');
const [webhookUrl] = /http:\/\/\S+\/rest\/1\/\S+/.exec(String(welcome));
const key = await outcome([...entrypoint, 'api-key', 'web', 'telephony:read']);
const secrets = { webhook: webhookUrl, 'api-keys': /GATEWAY_API_KEYS='(.*)'/.exec(key.output)[1] };
for (const [name, value] of Object.entries(secrets)) writeFileSync(`/run/secrets/${name}`, value);
const files = {
  BITRIX24_WEBHOOK_URL_FILE: '/run/secrets/webhook',
  GATEWAY_API_KEYS_FILE: '/run/secrets/api-keys',
};

const doctor = await outcome([...entrypoint, 'doctor'], files);
const healthBefore = (await outcome(healthCheck)).code;
const gateway = start([...entrypoint, ...cmd], files);
const ended = once(gateway, 'close');
// It logs that it was started. Each check starts a program.
await Promise.race([once(gateway.stdout, 'data'), ended]);
gateway.stdout.resume();
let health;
do health = (await outcome(healthCheck)).code;
while (health !== 0 && gateway.exitCode === null);

async function ask(headers) {
  const response = await fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ sipLines { nodes { title } } }' }),
  });
  return { status: response.status, body: await response.json() };
}
const answered = await ask({ authorization: `Bearer ${/tg_\S+/.exec(key.output)[0]}` });
const { status: anonymous } = await ask({});
const write = await codeOf((resolve) => resolve(writeFileSync('/app/file', '')));
const outside = await codeOf((resolve) =>
  connect(443, '192.0.2.1', () => resolve('connected')).on('error', ({ code }) => resolve(code)),
);
gateway.kill('SIGTERM');
const [stopped] = await ended;
emulator.kill('SIGTERM');

process.stdout.write(
  JSON.stringify({
    uid: process.getuid(),
    doctor: doctor.code,
    healthBefore,
    health,
    answered,
    anonymous,
    write,
    outside,
    stopped,
    files: readdirSync('/app').sort(),
  }),
);
