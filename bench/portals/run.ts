import { ANONYMOUS } from '../../src/callers/caller.ts';
import { Secret } from '../../src/config/secret.ts';
import { installedPortals } from '../../src/portals/installed-portals.ts';
import { passedThroughPortals } from '../../src/portals/passed-through-portals.ts';
import type { Portals } from '../../src/portals/portals.ts';
import type { Installation, InstallationStore } from '../../src/state/installations.ts';
import { createVirtualTime } from '../../test/support/virtual-time.ts';
import { connectToCannedPortal } from '../../test/support/canned-portal.ts';
import { callMany, heapBytes } from './measure.ts';

// What the gateway takes with many portals, tokens and callers, and what it has forgotten an hour later. Time is
// virtual and the network is in the process; figures are of the processor and of the heap.
const SIZES = [1, 100, 10_000];
const CALLS = 20_000;
const AFTERWARDS_MS = 66 * 60_000;

const print = (line: string) => process.stdout.write(`${line}\n`);
const kb = (bytes: number) => Math.round(bytes / 1024);
const row = (cells: readonly (string | number)[]) => {
  print(`| ${cells.join(' | ')} |`);
};
const connectionsOf = (portals: Portals) => [...portals.inUse().connections].length;
const time = createVirtualTime();

const accessIn =
  (portals: Portals, requestOf: (index: number) => { readonly portal: string; readonly token?: string }) =>
  async (index: number) => {
    const { portal, token } = requestOf(index);
    const access = await portals.find({ portal, token, caller: { ...ANONYMOUS, portals: 'all' } });
    if (typeof access === 'string') throw new Error(access);
    return access;
  };

/** Calls portals in turn, leaves them idle, and reports both. */
async function measure(
  kind: string,
  size: number,
  portals: Portals,
  requestOf: (index: number) => { readonly portal: string; readonly token?: string },
  callerOf: (index: number) => string,
): Promise<void> {
  const accessOf = accessIn(portals, requestOf);
  const before = await heapBytes();
  // Everybody once, so that there is what the measured calls need.
  await callMany(time, Math.max(size, 1_000), accessOf, callerOf);
  const microseconds = await callMany(time, CALLS, accessOf, callerOf);
  // The timers of the simulation hold what they were for until their time has come.
  await time.until(time.sleep(60_000));
  const used = (await heapBytes()) - before;
  const open = connectionsOf(portals);
  await time.until(time.sleep(AFTERWARDS_MS));
  const left = (await heapBytes()) - before;
  row([
    kind,
    size,
    Math.round(microseconds),
    open,
    kb(used),
    kb(used / open),
    connectionsOf(portals),
    kb(left),
  ]);
  await portals.close();
}

const startPassedThrough = () =>
  passedThroughPortals({
    patterns: ['*.bitrix24.com'],
    clock: time,
    connect: () => connectToCannedPortal(time),
  });

/** Installations in memory: reading a file takes real time, which does not pass here. */
function storeOf(size: number): InstallationStore {
  const installations = new Map(
    Array.from({ length: size }, (_, index) => [memberId(index), installationOf(index)]),
  );
  return {
    check: () => Promise.resolve(),
    all: () => Promise.resolve([...installations.values()]),
    find: (id) => Promise.resolve(installations.get(id)),
    replace: () => Promise.reject(new Error('no token has to be renewed')),
    withLock: () => Promise.reject(new Error('no token has to be renewed')),
    idle: () => Promise.resolve(),
  };
}

function installationOf(index: number): Installation {
  return {
    memberId: memberId(index),
    endpoint: `https://portal-${index}.bitrix24.com/rest/`,
    accessToken: new Secret(`access-token-${index}`.padEnd(70, '0')),
    refreshToken: new Secret(`refresh-token-${index}`.padEnd(70, '0')),
    expiresAt: Infinity,
    applicationToken: new Secret(`application-token-${index}`.padEnd(32, '0')),
    oauthServer: 'https://oauth.bitrix.info/oauth/token/',
    reinstallNeeded: false,
  };
}

const startInstalled = (size: number) =>
  installedPortals({
    store: storeOf(size),
    oauth: {
      addressOf: () => undefined,
      refresh: () => Promise.reject(new Error('no token has to be renewed')),
      close: () => undefined,
    },
    connect: () => connectToCannedPortal(time),
    wallClock: () => time.now(),
    clock: time,
    onReinstallNeeded: () => undefined,
  });

const memberId = (index: number) => index.toString(16).padStart(32, '0');
const head = ['CPU per call, µs', 'open', 'heap, KB', 'KB per portal', 'open after', 'heap after, KB'];
const only = 'someone';
print(
  `Node ${process.version}, ${CALLS} calls each, "after" is ${AFTERWARDS_MS / 60_000} idle minutes later\n`,
);
row(['', 'portals or callers', ...head]);
row(['---', '---', ...head.map(() => '---')]);
for (const size of SIZES) {
  const requestOf = (index: number) => ({
    portal: `portal-${index % size}.bitrix24.com`,
    token: `token-of-portal-${index % size}`,
  });
  await measure('portals, passed through', size, startPassedThrough(), requestOf, () => only);
}
for (const size of SIZES) {
  const requestOf = (index: number) => ({ portal: memberId(index % size) });
  await measure('portals, installed', size, startInstalled(size), requestOf, () => only);
}
for (const size of SIZES) {
  const requestOf = (index: number) => ({
    portal: 'portal.bitrix24.com',
    token: `token-of-caller-${index % size}`,
  });
  const callerOf = (index: number) => `token ${index % size}`;
  await measure('tokens of one portal', size, startPassedThrough(), requestOf, callerOf);
}
