import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the page of the reference loads. */
export const REFERENCE_FILES = ['theme.css', 'navigation.css', 'content.css', 'reference.js'] as const;

type ReferenceFile = (typeof REFERENCE_FILES)[number];

type PackageFile =
  | 'package.json'
  | 'schema.graphql'
  | `assets/explorer/${'index.html' | 'explorer.css' | 'explorer.js'}`
  | 'assets/docs.html'
  | `assets/docs/${ReferenceFile}`;

/**
 * Reads a text file from the root of this package. It is looked for from here upwards, because the depth of this code
 * differs between the sources and a bundle.
 *
 * @throws Error if the package was copied without it
 */
export function readPackageFile(name: PackageFile): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (existsSync(path)) return readFileSync(path, 'utf8');
    if (folder === dirname(folder)) throw new Error(`There is no ${name} in ${start} or above it.`);
  }
}
