import { startGateway } from './gateway.js';
import { servePage } from './serve.js';

// Everything on this machine. The gateway takes its settings from the environment; without any, it brings a portal.
const gateway = await startGateway(process.env);
const isDev = process.argv.includes('--dev');
const page = await servePage(gateway.origin, { port: Number(process.env.PORT ?? 4500), isDev });
console.log(`The app is at ${page.url}`);
console.log(`The explorer of its gateway is at ${gateway.origin}/explorer`);

const close = async () => {
  await page.close();
  await gateway.close();
};
let closing;
// Ctrl-C under npm arrives twice: from the terminal, and forwarded by npm.
const stop = () => (closing ??= close());
process.on('SIGINT', stop).on('SIGTERM', stop);
