import { Session } from 'node:inspector/promises';

/** How often each function of the gateway was called, by its name. Names that several functions share count together. */
export type Calls = (name: string) => number;

/**
 * Has V8 count the calls of all functions in `src` while something happens. Nothing is replaced, so that every caller is
 * seen; the emulator, which may run in the same process, is not counted.
 */
export async function callsDuring(task: () => Promise<unknown>): Promise<Calls> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await task();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const functions = result
      .filter(({ url }) => /\/src\/(?!emulator\/)/.test(url) && !url.includes('/node_modules/'))
      .flatMap((script) => script.functions);
    return (name) =>
      functions
        .filter(({ functionName }) => functionName === name)
        .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
  } finally {
    session.disconnect();
  }
}
