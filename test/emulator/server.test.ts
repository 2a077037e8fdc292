import { request } from 'node:https';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { startTestPortal } from './support/caller.ts';

describe('the HTTP side', () => {
  it.each(['0.0.0.0', '::', '192.168.1.1', 'example.com', '127.evil.example'])(
    'does not serve %s',
    async (host) => {
      await expect(startEmulator({ host })).rejects.toThrow(
        `The emulator serves this machine only: its host must be 127.0.0.1, ::1 or localhost, not "${host}".`,
      );
    },
  );

  it('offers the webhook it was given', async () => {
    await using emulator = await startEmulator({ webhook: { code: 's3cr3t', userId: 5 } });
    expect(emulator.webhookUrl).toBe(`${emulator.origin}/rest/5/s3cr3t/`);
    expect(emulator.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${emulator.webhookUrl}scope`)).status).toBe(200);
  });

  it('reports a port that is taken', async () => {
    await using emulator = await startEmulator();
    await expect(startEmulator({ port: Number(new URL(emulator.origin).port) })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('can be closed twice', async () => {
    const emulator = await startEmulator();
    await emulator.close();
    await emulator.close();
    await expect(fetch(emulator.origin)).rejects.toThrow('fetch failed');
  });

  it('does not wait for a method that takes its time when it is closed', async () => {
    const portal = await startTestPortal({ latency: { '*': 3600 }, limits: { maxRunSeconds: 7200 } });
    const ended = expect(portal.call('scope')).rejects.toThrow('socket hang up');
    while (portal.portal.journal.entries().length === 0) await new Promise(setImmediate);
    await portal.emulator.close();
    await ended;
  });

  it('refuses a body beyond all reason', async () => {
    await using portal = await startTestPortal();
    const body = 'x'.repeat(17 * 1024 * 1024);
    const outcome = await portal
      .send('/rest/1/emulatorwebhook1/scope', { method: 'POST', body })
      .catch(() => undefined);
    expect(outcome === undefined || outcome.status === 413).toBe(true);
    expect(portal.portal.journal.entries()).toStrictEqual([]);
  });
});

describe('HTTPS', () => {
  it('is served with a certificate given, and can be required', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
    });
    await using secure = await startEmulator({ tls: { key, cert }, requireHttps: true });
    expect(secure.origin).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      request(
        `${secure.webhookUrl}scope`,
        { ca: cert, servername: 'localhost', checkServerIdentity: () => undefined },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await using open = await startTestPortal({ requireHttps: true });
    expect(await open.call('scope')).toMatchObject({
      status: 400,
      body: { error: 'INVALID_REQUEST', error_description: 'Https required.' },
    });
  });
});
