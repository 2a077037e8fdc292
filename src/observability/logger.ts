import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import type { LogLevel } from '../config/config.ts';
import type { Secret } from '../config/secret.ts';
import { redact } from './redact.ts';

export type { Logger } from 'pino';

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
  return destination ? pino(options, destination) : pino(options);
}

/** Where an error of our own came from: its name and stack frames, without the message, which may quote input. */
export function describeFault(error: unknown): { name: string; frames: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, frames: frames.map((line) => line.trim()) };
}
