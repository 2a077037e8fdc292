import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects everything that is no longer used. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What has just ended, and what a weak reference was made for or asked for, is held until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
}

/** The bytes of this process's heap that are in use, after a garbage collection. */
export async function heapInUse(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}
