import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from './dockerfile.ts';

const run = promisify(execFile);

/**
 * Follows the instructions of a Dockerfile without Docker: each stage becomes a folder that stands for its root,
 * without the files of its base image. Packages come from this repository's `node_modules` instead of a registry.
 *
 * @returns the folder of the last stage
 */
export async function assembleImage(stages: readonly Stage[], folder: string): Promise<string> {
  const roots = new Map<string, string>();
  let root = '';
  for (const [index, stage] of stages.entries()) {
    root = join(folder, String(index));
    await mkdir(root, { recursive: true });
    if (stage.name !== undefined) roots.set(stage.name, root);
    let workdir = root;
    for (const { name, text } of stage.instructions) {
      if (name === 'WORKDIR') await mkdir((workdir = join(root, text)), { recursive: true });
      else if (name === 'COPY') await copy(text, roots, workdir);
      else if (name === 'RUN') for (const command of text.split(' && ')) await runCommand(command, workdir);
    }
  }
  return root;
}

async function copy(text: string, roots: ReadonlyMap<string, string>, workdir: string): Promise<void> {
  const words = text.split(' ');
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  const root = from === undefined ? resolve('.') : roots.get(from);
  if (root === undefined) throw new Error(`COPY from an unknown stage: ${text}`);
  for (const source of words) {
    if (from === undefined && !inBuildContext(source)) throw new Error(`.dockerignore excludes ${source}`);
    const path = join(root, source);
    // The content of a folder is copied, and files go by their own names into a target that ends with a slash.
    const intoFolder = target === './' && (await stat(path)).isFile();
    await cp(path, intoFolder ? join(workdir, basename(source)) : join(workdir, target), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** Whether the builder sees a path. Reads the form of our `.dockerignore`: everything is excluded, except a list. */
function inBuildContext(path: string): boolean {
  const lines = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== '*') throw new Error('.dockerignore does not begin with *');
  return lines.includes(`!${path}`);
}

async function runCommand(command: string, workdir: string): Promise<void> {
  const packages = join(workdir, 'node_modules');
  if (command.startsWith('npm ci')) await symlink(resolve('node_modules'), packages);
  else if (command.startsWith('npm prune --omit=dev')) {
    await rm(packages);
    await copyPackages(await productionPackages(), packages);
  } else {
    const [program = '', ...args] = command.split(' ');
    await run(program, args, { cwd: workdir });
  }
}

/** The paths, within `node_modules`, of what npm keeps without the development dependencies. */
async function productionPackages(): Promise<readonly string[]> {
  const { stdout } = await run('npm', ['ls', '--omit=dev', '--all', '--parseable']);
  return stdout
    .trim()
    .split('\n')
    .map((path) => relative(resolve('node_modules'), path))
    .filter((path) => !path.startsWith('..'));
}

/** Without packages nested in others: npm lists those by themselves if they are needed. */
async function copyPackages(names: readonly string[], target: string): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(target, name)), { recursive: true });
    const source = resolve('node_modules', name);
    for (const entry of await readdir(source)) {
      if (entry !== 'node_modules')
        await cp(join(source, entry), join(target, name, entry), { recursive: true });
    }
  }
}
