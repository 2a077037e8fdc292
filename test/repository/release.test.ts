import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = resolve('.ci/release-notes');

describe('the notes of a release', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'changelog-'));
    const sections = [
      '# Changelog',
      '## [1.2.0] - Unreleased\n\n- Not yet.',
      '## [1.1.0] - 2030-01-31\n\n### Added\n\n- A feature.',
      '## [1.0.0] - 2029-12-24\n\n- The first one.',
    ];
    await writeFile(join(folder, 'CHANGELOG.md'), `${sections.join('\n\n')}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  function notesOf(version: string) {
    const { status, stdout, stderr } = spawnSync(SCRIPT, [version, join(folder, 'CHANGELOG.md')], {
      encoding: 'utf8',
    });
    return { status, notes: stdout.trim(), problem: stderr };
  }

  it('are the section of its version', () => {
    expect(notesOf('1.1.0')).toEqual({ status: 0, notes: '### Added\n\n- A feature.', problem: '' });
    expect(notesOf('1.0.0')).toEqual({ status: 0, notes: '- The first one.', problem: '' });
  });

  it.each(['1.2.0', '1.1', '1.1.1', ''])('do not exist for %j, which was not released', (version) => {
    expect(notesOf(version)).toEqual({
      status: 1,
      notes: '',
      problem: `CHANGELOG.md has no section of version ${version} with a date.\n`,
    });
  });
});

it('the newest section of the changelog is for the version of the package', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const [, newest] =
    /^## \[(.*)\] - (?:Unreleased|\d{4}-\d\d-\d\d)$/m.exec(await readFile('CHANGELOG.md', 'utf8')) ?? [];
  expect(newest).toBe(version);
});
