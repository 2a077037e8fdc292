import { pino, type LoggerOptions } from 'pino';
import type { LogLevel } from '../config/config.ts';
import type { Secret } from '../config/secret.ts';
import { StoreError } from '../state/installations.ts';
import type { LogDestination } from './log-destination.ts';
import { createRedact } from './redact.ts';
import { createScrubber } from './scrubber.ts';

/** What may be logged. Instances of classes may not, and so no `Secret`. */
export type Loggable =
  string | number | boolean | undefined | readonly Loggable[] | { readonly [name: string]: Loggable };

export type LogFields = Readonly<Record<string, Loggable>>;

/** Writes log lines. Its types keep out values that are known to be secret; redaction catches the others. */
export interface Logger {
  debug: Log;
  info: Log;
  warn: Log;
  error: Log;
}

type Log = (...line: [message: string] | [fields: LogFields, message: string]) => void;

/**
 * A logger that writes one JSON object per line. Everything is redacted, so a secret that slips into a field does not
 * reach the log.
 *
 * @param secrets values that must not occur in any line, such as the webhook's code
 */
export function createLogger(
  level: LogLevel,
  secrets: readonly Secret[],
  destination: Pick<LogDestination, 'write'>,
): Logger {
  const redact = createRedact(createScrubber(secrets));
  const options: LoggerOptions = {
    level,
    base: {},
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      // Every line passes here, also those of libraries, whose messages may contain anything.
      logMethod(values, log) {
        log.apply(this, values.map(redact) as typeof values);
      },
    },
  };
  const log = pino(options, destination);
  const at = (method: 'debug' | 'info' | 'warn' | 'error'): Log => {
    return (...[first, message]) => {
      if (typeof first === 'string') log[method](first);
      else log[method](first, message);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The same logger for libraries. They may pass anything; only strings are logged. */
export function logTexts(logger: Logger): Readonly<Record<keyof Logger, (message?: unknown) => void>> {
  const at = (log: Log) => (message?: unknown) => {
    if (typeof message === 'string') log(message);
  };
  return { debug: at(logger.debug), info: at(logger.info), warn: at(logger.warn), error: at(logger.error) };
}

/**
 * Where an unexpected error came from: its name and stack frames, without the message, which may quote input. Only a
 * {@link StoreError} keeps its message, which is ours and which the operator needs.
 */
export function describeFault(error: unknown): { name: string; problem?: string; frames: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(error instanceof StoreError && { problem: error.message }),
    frames: frames.map((line) => line.trim()),
  };
}
