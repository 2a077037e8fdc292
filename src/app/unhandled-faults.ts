/** Handles a fault that nothing caught, be it thrown or the reason of a rejected promise. */
export type HandleFault = (error: unknown) => Promise<void>;

/**
 * Makes the process exit with 1 after a fault that nothing caught. Returns a function that replaces the handler: before the
 * gateway runs, all there is to do is to print the fault.
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
