import { readdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn } from '../support/import-graph.ts';
import { lintMessages } from '../support/lint.ts';

describe('the lint of imports', () => {
  const ROOMS = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  /** One file of each room but the named ones. */
  const filesOutside = (...rooms: readonly string[]) =>
    ROOMS.filter((room) => !rooms.includes(room)).flatMap((room) =>
      filesIn(`src/${room}`).toSorted().slice(0, 1),
    );

  /** What the lint says of a file of a room that imports others. */
  const refusals = (from: string, imported: readonly string[]) =>
    lintMessages(
      'import-x/no-restricted-paths',
      from,
      imported.map((file) => `import './${relative(dirname(from), file)}';`).join('\n'),
    );

  it('knows every room: the innermost one may import from none', async () => {
    const others = filesOutside('client');
    expect(await refusals('src/client/client.ts', others)).toHaveLength(others.length);
  });

  it('lets the outermost room import from all but the emulator', async () => {
    expect(await refusals('src/acceptance/main.ts', filesOutside('acceptance', 'emulator'))).toEqual([]);
    expect(await refusals('src/acceptance/main.ts', ['src/emulator/emulator.ts'])).toHaveLength(1);
  });

  it('refuses a wrong direction however it is imported', async () => {
    const message = await lintMessages(
      'import-x/no-restricted-paths',
      'src/telephony/decode.ts',
      `import type { Loaders } from '../graphql/loaders.ts';
       export const loaders = await import('../graphql/loaders.ts');
       export * from '../graphql/loaders.ts';`,
    );
    expect(message).toEqual(Array<unknown>(3).fill(expect.stringMatching(/telephony → portals/)));
  });

  it('keeps the emulator independent', async () => {
    const others = filesOutside('emulator');
    expect(await refusals('src/emulator/portal.ts', others)).toHaveLength(others.length);
  });

  it('lets the root import the composition and the settings only', async () => {
    // The only file of api-key is a program, which the command line at the root may start.
    const others = filesOutside('app', 'config', 'api-key');
    expect(await refusals('src/main.ts', others)).toHaveLength(others.length);
    expect(await refusals('src/main.ts', ['src/app/app.ts', 'src/config/read-settings.ts'])).toEqual([]);
  });
});

const syntaxMessages = (file: string, text: string) => lintMessages('no-restricted-syntax', file, text);

describe('the lint of secrets', () => {
  const PREFIX = `declare const secret: { reveal(): string }; declare const logger: { info(text: string): void };\n`;

  it.each([
    ['src/http/health.ts', 'export const text = secret.reveal();', /stays wrapped here/],
    ['src/credentials/webhook.ts', 'logger.info(secret.reveal());', /log or onto the screen/],
    ['src/credentials/webhook.ts', 'logger.info(`a ${secret.reveal()}`);', /log or onto the screen/],
    ['src/credentials/webhook.ts', 'process.stdout.write(secret.reveal());', /log or onto the screen/],
    ['src/credentials/webhook.ts', 'throw new TypeError(`${secret.reveal()} is wrong`);', /into an error/],
  ])('refuses in %s: %s', async (file, text, message) => {
    expect(await syntaxMessages(file, PREFIX + text)).toEqual([expect.stringMatching(message)]);
  });

  it('lets a credential use its secret', async () => {
    const text = 'export const url = `https://portal/${secret.reveal()}`;';
    expect(await syntaxMessages('src/credentials/webhook.ts', PREFIX + text)).toEqual([]);
  });
});

describe('the lint of texts', () => {
  it.each([
    'export const url = new URL(text);',
    'export const isUrl = URL.canParse(text);',
    'export const url = URL.parse(text);',
    "import { z } from 'zod'; export const schema = z.url();",
    "export const form = text.normalize('NFKD');",
  ])('refuses what takes quadratic time: %s', async (line) => {
    for (const file of ['src/http/health.ts', 'src/credentials/webhook.ts']) {
      const text = `declare const text: string;\n${line}`;
      expect(await syntaxMessages(file, text)).toHaveLength(1);
    }
  });
});
