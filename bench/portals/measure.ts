import type { Access } from '../../src/bitrix24/connection.ts';
import { createTelephony } from '../../src/telephony/telephony.ts';
import type { VirtualTime } from '../../test/support/virtual-time.ts';

/** The heap in use after everything that can be forgotten is, in bytes. */
export async function heapBytes(): Promise<number> {
  if (!globalThis.gc) throw new Error('run it with --expose-gc');
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

/** How many calls are in flight at once: as many as one portal takes without a queue. */
const AT_ONCE = 10;

/**
 * Makes calls, a few at once.
 *
 * @returns what each took of the processor, in microseconds, the simulation's own share included
 */
export async function callMany(
  time: VirtualTime,
  calls: number,
  accessOf: (index: number) => Promise<Access>,
  callerOf: (index: number) => string,
): Promise<number> {
  const call = async (index: number) => {
    const access = await accessOf(index);
    await createTelephony(access.open(callerOf(index))).sipLines.findByConfigIds([String(index + 1)]);
  };
  const before = process.cpuUsage();
  for (let first = 0; first < calls; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, calls - first) }, (_, n) => call(first + n));
    await time.until(Promise.all(some));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
