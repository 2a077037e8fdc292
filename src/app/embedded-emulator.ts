import { startEmulator, type Emulator } from '../emulator/emulator.ts';
import { CLOUD_LIMITS } from '../emulator/options.ts';

/**
 * Starts a seeded portal in this process. Import this file only where the portal is used: it loads the whole emulator.
 */
export async function startEmbeddedEmulator(): Promise<Emulator> {
  const emulator = await startEmulator({ limits: CLOUD_LIMITS, usersByWebhook: true });
  seedPortal(emulator);
  return emulator;
}

/** Seeds what telephony needs besides lines, so that every query can be tried. */
export function seedPortal({ portal }: Emulator): void {
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
