import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { reportSkipped } from '../../support/programs-of-machine.ts';

/** Whether a program of the operating system is here. Where it is not, says so loudly; in CI that is a failure. */
export function isInstalled(program: string, remedy: string): boolean {
  if ((process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)))) return true;
  reportSkipped(`There is no ${program} on this machine: tests of the deployment are SKIPPED. ${remedy}`);
  return false;
}

export interface Sandbox {
  /** Folders of this machine, by the path at which the sandbox has them, read-only. */
  readonly folders: Readonly<Record<string, string>>;
  /** Writable empty folders in memory. */
  readonly writable: readonly string[];
  readonly user: { readonly uid: string; readonly gid: string };
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs a program under bubblewrap: with a read-only root, as another user, and with no network but loopback. Besides
 * the given folders, it has only Node, as `node`, and the system's libraries.
 *
 * @returns what it wrote to standard output
 */
export async function runInSandbox(sandbox: Sandbox, command: readonly string[]): Promise<string> {
  const { folders, writable, user, environment } = sandbox;
  const args = [
    ['--unshare-all', '--die-with-parent', '--new-session', '--clearenv'],
    ['--uid', user.uid, '--gid', user.gid],
    ['--ro-bind', '/usr', '/usr', ...['/lib', '/lib64'].flatMap(sameAsHere)],
    ['--proc', '/proc', '--dev', '/dev', '--ro-bind', process.execPath, '/runtime/node'],
    Object.entries(folders).flatMap(([path, folder]) => ['--ro-bind', folder, path]),
    writable.flatMap((path) => ['--tmpfs', path]),
    ['--remount-ro', '/'],
    Object.entries({ ...environment, PATH: '/runtime' }).flatMap(([name, value]) => [
      '--setenv',
      name,
      value,
    ]),
    ['--', ...command],
  ].flat();
  const { stdout } = await promisify(execFile)('bwrap', args, { timeout: 240_000 });
  return stdout;
}

function sameAsHere(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ['--symlink', readlinkSync(path), path]
    : ['--ro-bind', path, path];
}
