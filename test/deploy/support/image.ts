import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
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
    if ((await stat(path)).isDirectory()) await copyContent(path, join(workdir, target));
    else await run('cp', [path, join(workdir, target === './' ? basename(source) : target)]);
  }
}

/** With `cp`, which takes a tenth of the time that Node.js does. */
async function copyContent(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await run('cp', ['-RP', `${folder}/.`, target]);
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
    await copyPackages(await productionPackages(workdir), packages);
  } else if (command.startsWith('npm run ')) {
    const script = (await readManifest(workdir)).scripts[command.slice('npm run '.length)];
    if (script === undefined) throw new Error(`package.json has no script for: ${command}`);
    // The build returns at once if it finds its result of the same inputs, which it cannot if one was not copied.
    await copyBuild(join(workdir, 'dist'));
    await run('sh', ['-c', script], { cwd: workdir });
  } else {
    const [program = '', ...args] = command.split(' ');
    await run(program, args, { cwd: workdir });
  }
}

/** Without what programs that run at the same time keep there. */
async function copyBuild(target: string): Promise<void> {
  await mkdir(target);
  const entries = await readdir('dist', { withFileTypes: true });
  const built = entries.filter((entry) => !entry.isDirectory() || !entry.name.startsWith('.'));
  await run('cp', ['-RP', ...built.map(({ name }) => resolve('dist', name)), target]);
}

async function readManifest(
  workdir: string,
): Promise<{ readonly scripts: Readonly<Record<string, string>> }> {
  return JSON.parse(await readFile(join(workdir, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
}

/**
 * The paths, within `node_modules`, of what npm keeps without the development dependencies: the lock file says which
 * these are. `npm ls` would read all packages first.
 */
async function productionPackages(workdir: string): Promise<readonly string[]> {
  const { packages } = JSON.parse(await readFile(join(workdir, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; optional?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .filter(([path, { optional, devOptional }]) => (!optional && !devOptional) || existsSync(path))
    .map(([path]) => path.slice('node_modules/'.length));
}

/** Without packages nested in others, which are named after these if they are needed. */
async function copyPackages(names: readonly string[], target: string): Promise<void> {
  for (const name of names) {
    await copyContent(resolve('node_modules', name), join(target, name));
    await rm(join(target, name, 'node_modules'), { recursive: true, force: true });
  }
}
