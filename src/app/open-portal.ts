import type { PortalSource, Settings } from '../config/config.ts';
import { webhookUrlOf } from '../config/webhook-url.ts';
import { startEmulator, type Emulator } from '../emulator/emulator.ts';
import { CLOUD_LIMITS } from '../emulator/options.ts';

/** The resolved source of portals. */
export interface OpenPortal {
  readonly source: PortalSource;
  /** Describes it without secrets. */
  readonly description: string;
  /** Stops the embedded emulator, if it was started. */
  readonly close: () => Promise<void>;
}

/** Resolves the configured source of portals. Starts the emulator if that is the source. For process roots only. */
export async function openPortal({ portal }: Settings): Promise<OpenPortal> {
  if (portal.kind !== 'embedded-emulator') {
    return { source: portal, description: describe(portal), close: () => Promise.resolve() };
  }
  const emulator = await startEmulator({ limits: CLOUD_LIMITS });
  seed(emulator);
  return {
    source: { kind: 'webhook', webhook: webhookUrlOf(emulator.webhookUrl) },
    description:
      'embedded emulator; everything you add is lost when it stops (set BITRIX24_WEBHOOK_URL to use a real portal)',
    close: () => emulator.close(),
  };
}

function describe({ kind }: PortalSource): string {
  switch (kind) {
    case 'webhook':
      return 'the one that BITRIX24_WEBHOOK_URL names';
    case 'application':
      return 'those that have the application installed';
    case 'passed-through':
      return 'the one that each request names';
  }
}

/** Adds what telephony needs besides lines, so that every operation can be tried. */
function seed({ portal }: Emulator): void {
  portal.addRentedNumber({ number: '15550100', title: 'Main number' });
  portal.putUser({ id: 1, phoneEnabled: true, sipPassword: 'emulated', innerNumber: '101' });
  portal.putUser({ id: 2, innerNumber: '102' });
  const call = { portalNumber: '15550100', phoneNumber: '15550123' };
  portal.addCall({ ...call, type: 1 });
  portal.addCall({
    ...call,
    type: 2,
    userId: 2,
    duration: 0,
    failedCode: '304',
    failedReason: 'Skipped call',
  });
}
