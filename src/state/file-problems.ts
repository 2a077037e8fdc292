import { dirname, resolve } from 'node:path';
import { StoreError } from './installations.ts';

/** What failed: reading the file, writing it, locking it, or using its folder at all. */
type Step = 'read' | 'written' | 'locked' | 'used';

/** The error of a step that failed with this code of the operating system. Names the file and what to do. */
export function fileProblem(path: string, step: Step, error: unknown): StoreError {
  const code = codeOf(error);
  const file = resolve(path);
  const remedy = (REMEDIES[code] ?? REMEDY_FOR_OTHERS)(file);
  return new StoreError(`The token file ${file} cannot be ${step} (${code}): ${remedy}`, { cause: error });
}

/** The error of a file whose text is not what the gateway writes. */
export function damagedFile(path: string): StoreError {
  return new StoreError(
    `The token file ${resolve(path)} is damaged, or is another program's. ${restore('GATEWAY_TOKEN_FILE')}`,
  );
}

/** The error of a file that this key does not open. */
export function undecryptableFile(path: string): StoreError {
  return new StoreError(
    `The token file ${resolve(path)} was written with another GATEWAY_TOKEN_KEY, or is damaged. Set the key that it was written with. ${restore('GATEWAY_TOKEN_FILE')}`,
  );
}

/** The error of a file that was decrypted but has unknown contents. */
export function foreignFile(path: string): StoreError {
  return new StoreError(
    `The token file ${resolve(path)} was written by another version of the gateway. Start that version, or: ${restore('GATEWAY_TOKEN_FILE')}`,
  );
}

function restore(setting: string): string {
  return `Restore the file from a backup, or name a new one in ${setting} and install the application again on every portal.`;
}

const PERMISSION = (file: string) =>
  `the user that runs the gateway must be allowed to read and write the file and its folder, ${dirname(file)}.`;
const READ_ONLY = (file: string) =>
  `${dirname(file)} is on a read-only file system. Mount it writable, or set GATEWAY_TOKEN_FILE to a writable folder.`;
const NO_SPACE = (file: string) => `the disk of ${dirname(file)} is full. Free some space.`;

/** By code of the operating system, and of the library that locks. */
const REMEDIES: Readonly<Partial<Record<string, (file: string) => string>>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: READ_ONLY,
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  ENOENT: (file) => `the folder ${dirname(file)} does not exist. Create it, or correct GATEWAY_TOKEN_FILE.`,
  ENOTDIR: (file) => `${dirname(file)} is not a folder. Correct GATEWAY_TOKEN_FILE.`,
  EISDIR: () => 'it is a folder. Set GATEWAY_TOKEN_FILE to the path of a file.',
  ELOCKED: () =>
    'another process holds its lock. Run one gateway for each token file; a lock that a dead process left is taken over after ten seconds.',
};
const REMEDY_FOR_OTHERS = (file: string) => `check the file system of ${dirname(file)}.`;

/** The code of an error of the operating system, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
