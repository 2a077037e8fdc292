import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { seededRandom } from '../../test/support/random-runs.ts';
import { TOKEN_REQUEST, type PortalCall, type PortalLine } from './history.ts';
import { faultsOfRequests } from './portal-faults.ts';
import type { PortalReport, PortalRequest, PortalSetup } from './portal-messages.ts';

// node portal.js SETUP: the portal, in a process of its own. It is told by IPC what to do.

/** How many seconds methods take where nothing is slow; much less than on a real portal, so that more happens. */
const SECONDS: Readonly<Record<string, number>> = {
  'voximplant.sip.add': 0.4,
  'voximplant.sip.update': 0.2,
  'voximplant.sip.delete': 0.2,
  'voximplant.callback.start': 0.3,
};
const OTHER_SECONDS = 0.05;
const NUMBER = '74951234567';

// Only the driver starts it.
const { seed, rate, maxRunSeconds, longestDelayMs } = JSON.parse(process.argv[2] ?? '') as PortalSetup;
const random = seededRandom(seed);
let slowness = 1;

const { portal, webhookUrl, origin } = await startEmulator({
  random,
  cloudLimit: 1_000_000,
  limits: { rate, maxRunSeconds },
  journalLimit: Number.MAX_SAFE_INTEGER,
  // From half to one and a half times as long.
  latency: (method) => (SECONDS[method] ?? OTHER_SECONDS) * slowness * (0.5 + random()),
});
// A replica that is killed may have exchanged one, and not stored the new one yet.
portal.authorizationServer.setRefreshTokenReuse('accepted');
portal.addRentedNumber({ number: NUMBER, title: 'Rented' });

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

function calls(): readonly PortalCall[] {
  return portal.journal.entries().map((entry) => ({
    method: entry.method,
    // The vendor's server is another host.
    isRequest: entry.transport === 'single' && entry.method !== TOKEN_REQUEST,
    subject: textOf(entry.params['TITLE']) ?? textOf(entry.params['TO_NUMBER']) ?? '',
    receivedAt: entry.receivedAt,
    executedAt: entry.executedAt,
    errorCode: entry.errorCode,
    fault: entry.fault,
  }));
}

function lines(): readonly PortalLine[] {
  return portal.lines().map(({ configId, title, server }) => ({ configId: String(configId), title, server }));
}

function obey(request: PortalRequest): void {
  switch (request.kind) {
    case 'slowness':
      slowness = request.factor;
      return;
    case 'faults':
      portal.faults.clear();
      if (request.share > 0)
        for (const fault of faultsOfRequests(random, request.share, longestDelayMs))
          portal.faults.inject(fault);
      return;
    case 'install':
      report({ kind: 'installed', event: portal.installApplication().toString() });
      return;
    case 'expire':
      portal.expireAccessTokens();
      return;
    case 'save':
      writeFileSync(
        request.callsFile,
        calls()
          .map((call) => `${JSON.stringify(call)}\n`)
          .join(''),
      );
      writeFileSync(request.linesFile, JSON.stringify(lines()));
      report({ kind: 'saved' });
  }
}

function report(message: PortalReport): void {
  process.send?.(message);
}

process.on('message', (message) => {
  // Only the driver has the other end.
  obey(message as PortalRequest);
});
process.once('disconnect', () => process.exit());
report({ kind: 'started', webhookUrl, oauthServer: `${origin}/oauth/token/`, lineId: NUMBER });
