import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { lintMessages } from '../support/lint.ts';

const messagesFor = (file: string, text: string) => lintMessages('no-restricted-syntax', file, text);

const PREFIX = `declare const secret: { reveal(): string }; declare const logger: { info(text: string): void };\n`;

describe('the lint', () => {
  it.each([
    ['src/http/health.ts', 'export const text = secret.reveal();', /stays wrapped here/],
    ['src/credentials/webhook.ts', 'logger.info(secret.reveal());', /log or onto the screen/],
    ['src/credentials/webhook.ts', 'logger.info(`a ${secret.reveal()}`);', /log or onto the screen/],
    ['src/credentials/webhook.ts', 'process.stdout.write(secret.reveal());', /log or onto the screen/],
    ['src/credentials/webhook.ts', 'throw new TypeError(`${secret.reveal()} is wrong`);', /into an error/],
  ])('refuses in %s: %s', async (file, text, message) => {
    expect(await messagesFor(file, PREFIX + text)).toEqual([expect.stringMatching(message)]);
  });

  it('lets a credential use its secret', async () => {
    const text = 'export const url = `https://portal/${secret.reveal()}`;';
    expect(await messagesFor('src/credentials/webhook.ts', PREFIX + text)).toEqual([]);
  });
});

describe('the log', () => {
  it('does not take a secret by its type, and masks it all the same', () => {
    const lines = new PassThrough();
    const logger = createLogger('info', [], lines);
    const secret = new Secret('sentinel-4711');
    // @ts-expect-error: a Secret is not Loggable
    logger.info({ secret: { value: secret } }, 'text');
    // @ts-expect-error: nor in a list
    logger.info({ values: [secret] }, 'text');
    // @ts-expect-error: nor for a message
    logger.info(secret);
    expect(String(lines.read())).not.toContain('sentinel');
  });
});
