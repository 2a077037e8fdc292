import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { KNOWN_SETTINGS } from '../../src/config/known-settings.ts';
import { SECRET_SETTINGS } from '../../src/config/secret-files.ts';

describe('every setting', () => {
  const names = [...KNOWN_SETTINGS, ...SECRET_SETTINGS.flatMap((name) => [name, `${name}_FILE`])];

  it.each(['docs/settings.md', 'docs/operations.md'])('is in %s', async (path) => {
    const text = await readFile(path, 'utf8');
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
