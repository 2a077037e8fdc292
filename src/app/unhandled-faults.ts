/** Handles an uncaught exception or the reason of an unhandled rejection. */
export type HandleFault = (error: unknown) => Promise<void>;

/**
 * Makes the process exit with 1 after an uncaught fault. Returns a function that replaces the handler: until the
 * gateway runs, printing the fault is all there is to do.
 */
export function onUnhandledFaults(process: NodeJS.Process, handle: HandleFault): (next: HandleFault) => void {
  let current = handle;
  process.on('uncaughtException', (error: unknown) => {
    process.exitCode = 1;
    void current(error);
  });
  return (next) => {
    current = next;
  };
}
