import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The bytes of this process's heap that are in use, after a garbage collection. */
export async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  // What has just ended is let go in the next turns.
  await new Promise((resolve) => setTimeout(resolve));
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
