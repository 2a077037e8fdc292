import { readFileSync } from 'node:fs';
import type { Environment } from './setting-reader.ts';

/** The settings whose values are secret or contain a secret. Each can also be a file: see {@link withSecretFiles}. */
export const SECRET_SETTINGS = [
  'BITRIX24_CLIENT_SECRET',
  'BITRIX24_WEBHOOK_URL',
  'GATEWAY_API_KEYS',
  'GATEWAY_TOKEN_KEY',
  'HTTPS_PROXY',
  'REDIS_URL',
] as const;

/**
 * The environment with the content of the file that `…_FILE` names in place of each secret, as container platforms
 * mount them, and a sentence for each mistake, which quotes no content.
 */
export function withSecretFiles(environment: Environment): {
  readonly environment: Environment;
  readonly problems: readonly string[];
} {
  const result: Record<string, string | undefined> = { ...environment };
  const problems: string[] = [];
  for (const name of SECRET_SETTINGS) {
    const fileSetting = `${name}_FILE`;
    const path = environment[fileSetting]?.trim();
    Reflect.deleteProperty(result, fileSetting);
    if (!path) continue;
    if (environment[name]?.trim()) {
      problems.push(`${name} and ${fileSetting} are both set: set only one.`);
      continue;
    }
    const content = readText(path);
    if ('problem' in content) problems.push(`${fileSetting}: the file ${path} ${content.problem}.`);
    else result[name] = content.text;
  }
  return { environment: result, problems };
}

function readText(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const text = readFileSync(path, 'utf8').trim();
    // Otherwise the setting would count as not set, and with it perhaps a protection.
    return text ? { text } : { problem: 'is empty' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: `cannot be read (${code})` };
  }
}
