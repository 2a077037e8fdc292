import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../src/');

/** How often each function of the gateway that is not asynchronous was called, by its name, which may be that of several. */
export type Calls = (name: string) => number;

/** Whether a place in the code, as V8 or the stack of an error writes it, is in the gateway itself. */
export function isOfGateway(place: string): boolean {
  return place.includes(SOURCES) && !place.includes(`${SOURCES}emulator/`);
}

/**
 * Has V8 count the calls of all functions in `src` while something happens. Nothing is replaced, so that every caller is
 * seen, the emulator in the same process too. Its own functions are not counted. Not for two things at once.
 */
export async function callsDuring(task: () => Promise<unknown>): Promise<Calls> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await task();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const functions = result.filter(({ url }) => isOfGateway(url)).flatMap((script) => script.functions);
    return (name) =>
      functions
        .filter(({ functionName }) => functionName === name)
        .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
  } finally {
    session.disconnect();
  }
}
