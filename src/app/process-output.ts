import { setTimeout as delay } from 'node:timers/promises';
import { openLogDestination, type LogDestination } from '../observability/log-destination.ts';
import { describeFault } from '../observability/logger.ts';

/** What the process prints, and the end of the process, which nobody who does not read can hold up. */
export interface ProcessOutput {
  /** Standard output. */
  readonly log: LogDestination;
  /** Prints a text to standard error. */
  printError(text: string): void;
  /** Prints a fault that was caught nowhere, without its message, which may quote a secret. */
  printFault(error: unknown): void;
  /**
   * Ends the process with `process.exitCode`, as soon as what was printed is written and what remains to be done is done,
   * or after a second.
   */
  end(remaining?: Promise<void>): Promise<void>;
}

/** How long the process waits at its end, in milliseconds, such as for somebody to read what it has printed. */
const LAST_MS = 1_000;

/** The output of this process. For process roots only. */
export function openProcessOutput(): ProcessOutput {
  const log = openLogDestination(process.stdout, { wallClock: Date.now });
  // Without a listener, an error that cannot be printed would be one more.
  process.stderr.on('error', () => undefined);
  let errorsPrinted = Promise.resolve();
  function printError(text: string): void {
    errorsPrinted = new Promise((resolve) => {
      process.stderr.write(text, () => {
        resolve();
      });
    });
  }
  return {
    log,
    printError,
    printFault(error) {
      printError(`The gateway failed: ${JSON.stringify(describeFault(error))}\n`);
    },
    async end(remaining) {
      await Promise.race([Promise.all([remaining, log.flush(), errorsPrinted]), delay(LAST_MS)]);
      process.exit();
    },
  };
}
