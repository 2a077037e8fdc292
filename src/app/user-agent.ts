import { readFileSync } from 'node:fs';

/** `name/version` of this package. */
export function userAgent(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const { name, version } = manifest as { name: string; version: string };
  return `${name}/${version}`;
}
