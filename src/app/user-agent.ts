import { readPackageFile } from '../config/package-file.ts';

/** `name/version` of this package. */
export function userAgent(): string {
  const manifest: unknown = JSON.parse(readPackageFile('package.json'));
  const { name, version } = manifest as { name: string; version: string };
  return `${name}/${version}`;
}
