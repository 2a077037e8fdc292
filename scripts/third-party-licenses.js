import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What the licenses of the bundled packages require: their names and texts.
 *
 * @param moduleIds paths of the bundled files
 */
export function thirdPartyLicenses(moduleIds) {
  const folders = new Set(moduleIds.flatMap((id) => packageFolder(id) ?? []));
  const packages = [...folders].map((folder) => ({
    folder,
    ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  }));
  packages.sort(
    (one, other) => one.name.localeCompare(other.name) || one.version.localeCompare(other.version),
  );
  const parts = packages.map(({ folder, name, version, license }) =>
    [`${name} ${version} (${license})`, licenseText(folder)].join('\n\n'),
  );
  return `The files of this folder contain code of these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The folder of the package that a file belongs to; undefined for our own files. */
function packageFolder(id) {
  const [path] = id.replace(/^\0/, '').split('?');
  if (!path.includes('/node_modules/')) return undefined;
  // Folders within a package may have a manifest too, which only says what kind of modules are there.
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'version' in JSON.parse(readFileSync(manifest, 'utf8'))) return folder;
    if (folder.endsWith('/node_modules')) throw new Error(`${path} belongs to no package`);
  }
}

function licenseText(folder) {
  const name = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
  return name
    ? readFileSync(join(folder, name), 'utf8').trim()
    : 'The package contains no text of its license.';
}
