import { pino, type DestinationStream, type LoggerOptions } from 'pino';
import type { LogLevel } from '../config/config.ts';
import type { Secret } from '../config/secret.ts';
import { StoreError } from '../state/installations.ts';
import { redact } from './redact.ts';

/** What a line of the log may hold. An object of a class is not among it, and so no `Secret`. */
export type Loggable =
  string | number | boolean | null | undefined | readonly Loggable[] | { readonly [name: string]: Loggable };

export type LogFields = Readonly<Record<string, Loggable>>;

/** Writes lines. The type keeps secrets out that are known for such, the redaction those that are not. */
export interface Logger {
  debug: Log;
  info: Log;
  warn: Log;
  error: Log;
}

type Log = (...line: [message: string] | [fields: LogFields, message: string]) => void;

/**
 * One JSON object a line. Everything logged passes the redaction, so a secret that slips into a field does not
 * reach the line.
 *
 * @param secrets values that must not occur in any line, such as the webhook's code
 */
export function createLogger(
  level: LogLevel,
  secrets: readonly Secret[],
  destination?: DestinationStream,
): Logger {
  const revealed = secrets.map((secret) => secret.reveal());
  const options: LoggerOptions = {
    level,
    base: {},
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields, revealed) as Record<string, unknown>,
    },
    hooks: {
      // Messages of libraries that log through here are not ours to vouch for.
      logMethod(values, log) {
        log.apply(this, values.map((value: unknown) => redact(value, revealed)) as typeof values);
      },
    },
  };
  const log = destination ? pino(options, destination) : pino(options);
  const at = (method: 'debug' | 'info' | 'warn' | 'error'): Log => {
    return (...[first, message]) => {
      if (typeof first === 'string') log[method](first);
      else log[method](first, message);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The same log for libraries, which may say whatever they like: only texts are taken. */
export function logTexts(logger: Logger): Readonly<Record<keyof Logger, (message?: unknown) => void>> {
  const at = (log: Log) => (message?: unknown) => {
    if (typeof message === 'string') log(message);
  };
  return { debug: at(logger.debug), info: at(logger.info), warn: at(logger.warn), error: at(logger.error) };
}

/**
 * Where an error of our own came from: its name and stack frames, without the message, which may quote input. What is
 * wrong with the store is for the operator to mend, and its messages are ours.
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
