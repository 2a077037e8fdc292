import { randomBytes } from 'node:crypto';
import { compose, readSdl } from './compose.js';
import { startEmployees } from './employees.js';
import { ROUTERS } from './routers.js';
import { apiKeys, startTelephony } from './telephony.js';

// npm start -- hive | apollo: everything on this machine, with the emulated portal that the telephony gateway brings.
const name = process.argv[2] ?? 'hive';
const router = ROUTERS[name];
if (!router) throw new Error(`No such router: ${name}. There are ${Object.keys(ROUTERS).join(' and ')}.`);

const routerKey = randomBytes(32).toString('base64url');
const scopes = ['telephony:read', 'telephony:write'];
const telephony = await startTelephony({ GATEWAY_API_KEYS: apiKeys({ router: { key: routerKey, scopes } }) });
const employees = await startEmployees([
  { id: 'e1', name: 'Ada Lovelace', userId: '1' },
  { id: 'e2', name: 'Grace Hopper', userId: '2' },
]);
const headers = { authorization: `Bearer ${routerKey}` };
const subgraphs = [
  { name: 'telephony', url: telephony.url, sdl: await readSdl(telephony.url, headers) },
  { name: 'employees', url: employees.url, sdl: await readSdl(employees.url) },
];
const supergraphSdl = compose(subgraphs, router.composer);
const running = await router.start({ supergraphSdl, routerKey, port: Number(process.env.PORT ?? 4400) });
console.log(`The supergraph is at ${running.url}`);

const close = async () => {
  await running.close();
  await Promise.all([telephony.close(), employees.close()]);
};
let closing;
// Ctrl-C under npm arrives twice: from the terminal, and forwarded by npm.
const stop = () => (closing ??= close());
process.on('SIGINT', stop).on('SIGTERM', stop);
