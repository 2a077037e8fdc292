import { setTimeout as delay } from 'node:timers/promises';
import { openLogDestination, type LogDestination } from '../observability/log-destination.ts';
import { describeFault } from '../observability/logger.ts';

/** What the process prints, and its exit, which a reader that stopped reading cannot block. */
export interface ProcessOutput {
  /** Standard output. */
  readonly log: LogDestination;
  /** Writes the following lines of the log in another format. */
  useFormat(format: (line: string) => string): void;
  /** Prints a text to standard error. */
  printError(text: string): void;
  /** Prints a fault that was caught nowhere, without its message, which may quote a secret. */
  printFault(error: unknown): void;
  /**
   * Exits with `process.exitCode` as soon as all output is written and `remaining` has resolved, or after a second.
   */
  end(remaining?: Promise<void>): Promise<void>;
}

/** How long the process may delay its exit, in milliseconds, such as for a reader to take its output. */
const LAST_MS = 1_000;

/** The output of this process. For process roots only. */
export function openProcessOutput(): ProcessOutput {
  let formatted = (line: string) => line;
  const log = openLogDestination(process.stdout, { wallClock: Date.now, format: (line) => formatted(line) });
  // Without a listener, failing to print an error would raise another one.
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
    useFormat(format) {
      formatted = format;
    },
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
