import type { EmulatorOptions } from './emulator.ts';
import { CLOUD_LIMITS } from './options.ts';

export type EnvironmentReading =
  | { readonly kind: 'options'; readonly options: EmulatorOptions }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** The port if none is given: close to the gateway's 4000. */
const DEFAULT_PORT = 4100;

/**
 * Reads the settings of an emulator that runs as a program of its own. All mistakes are reported together, each in a
 * sentence.
 *
 * @param readFile returns the text of a file, or undefined if it cannot be read
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string | undefined,
): EnvironmentReading {
  const problems: string[] = [];
  const value = (name: string): string | undefined => {
    const text = environment[name]?.trim();
    return text === '' ? undefined : text;
  };

  function number(name: string, fallback: number, lowest: number, highest: number): number {
    const text = value(name);
    if (text === undefined) return fallback;
    const found = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    if (found >= lowest && found <= highest) return found;
    problems.push(`${name} must be a whole number from ${lowest} to ${highest}, not "${text}".`);
    return fallback;
  }

  function choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const text = value(name);
    const found = choices.find((each) => each === text);
    if (text !== undefined && found === undefined) {
      problems.push(`${name} must be one of ${choices.join(', ')}, not "${text}".`);
    }
    return found ?? choices[0];
  }

  function file(name: string): string | undefined {
    const path = value(name);
    if (path === undefined) return undefined;
    const text = readFile(path);
    if (text === undefined) problems.push(`${name} must be the path of a readable file, not "${path}".`);
    return text ?? '';
  }

  const port = number('EMULATOR_PORT', DEFAULT_PORT, 0, 65_535);
  const cloudLimit = number('EMULATOR_CLOUD_LIMIT', 10, 0, 100_000);
  const latency = choice('EMULATOR_LATENCY', ['realistic', 'none']);
  const limits = choice('EMULATOR_LIMITS', ['on', 'off']);
  const language = choice('EMULATOR_LANGUAGE', ['en', 'ru']);
  const generation = choice('EMULATOR_GENERATION', ['older', 'newer']);
  const callbackScope = choice('EMULATOR_CALLBACK_SCOPE', ['telephony', 'call']);
  const key = file('EMULATOR_TLS_KEY');
  const cert = file('EMULATOR_TLS_CERT');
  if ((key === undefined) !== (cert === undefined)) {
    problems.push('EMULATOR_TLS_KEY and EMULATOR_TLS_CERT must be set together.');
  }

  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'options',
    options: {
      port,
      cloudLimit,
      latency,
      language,
      generation,
      callbackScope,
      // Enough history for reading by hand.
      journalLimit: 1000,
      ...(limits === 'on' ? { limits: CLOUD_LIMITS } : {}),
      ...(key === undefined || cert === undefined ? {} : { tls: { key, cert } }),
    },
  };
}
