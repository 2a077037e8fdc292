import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';

/** Lines of the application, each with as many calls as a page takes, and users. */
const LINES = 200;
const CALLS_OF_LINE = 50;
const USERS = 20;

/** A portal with so much in it that pages are full. */
export async function startBusyPortal(): Promise<Emulator> {
  const emulator = await startEmulator({ usersByWebhook: true });
  const { portal } = emulator;
  // The webhook's lines belong to no application.
  const lines = Array.from({ length: LINES }, (_, n) =>
    portal.addForeignLine({ applicationId: '', type: 'cloud', title: `Line ${n}` }),
  );
  for (let call = 0; call < CALLS_OF_LINE; call += 1) {
    for (const { regId } of lines) {
      portal.addCall({ portalNumber: `reg${regId}`, phoneNumber: '15550123', userId: (call % USERS) + 1 });
    }
  }
  for (let id = 1; id <= USERS; id += 1) portal.putUser({ id, innerNumber: String(100 + id) });
  return emulator;
}
