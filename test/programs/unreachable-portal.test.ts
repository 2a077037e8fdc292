import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate, type SelfsignedOptions } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/bitrix24/protocol/errors.ts';
import { causeOf } from '../../src/doctor/unreachable.ts';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { diagnose } from '../support/doctor.ts';
import { buildProgram, startDoctor, type Verdict } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';

const DAY_MS = 86_400_000;

let folder: string;
beforeAll(async () => {
  await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'certificates-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Extension = NonNullable<SelfsignedOptions['extensions']>[number];
const HERE: Extension = { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] };
const ELSEWHERE: Extension = { name: 'subjectAltName', altNames: [{ type: 2, value: 'portal.example' }] };
const AUTHORITY: Extension = { name: 'basicConstraints', cA: true };

function certificate(options: Omit<SelfsignedOptions, 'keyType'>) {
  return generate([{ name: 'commonName', value: 'portal.example' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...options,
  });
}

/** What the doctor says of a portal with this certificate, which Node.js trusts where `trusted` is given. */
async function doctorOf(
  { cert, private: key }: { cert: string; private: string },
  trusted?: string,
): Promise<Verdict> {
  await using emulator = await startEmulator({ tls: { key, cert } });
  const environment = { BITRIX24_WEBHOOK_URL: emulator.webhookUrl };
  if (trusted === undefined) return await diagnose(environment);
  // Node.js reads this file once for each process.
  const file = join(folder, 'trusted.pem');
  await writeFile(file, trusted);
  return await startDoctor({ ...environment, NODE_EXTRA_CA_CERTS: file });
}

describe('npm run doctor, of a portal with', () => {
  it('a self-signed certificate, says how to trust it, which works', async () => {
    const own = await certificate({ extensions: [HERE, AUTHORITY] });
    const { code, output } = await doctorOf(own);
    expect(output).toMatch(
      /✗ The portal cannot be reached: its certificate is self-signed.*NODE_EXTRA_CA_CERTS=/,
    );
    expect(code).toBe(3);
    expect((await doctorOf(own, own.cert)).output).toContain('✓ The portal can be reached');
  });

  it('a certificate of an own authority, says how to trust that, which works', async () => {
    const authority = await certificate({ extensions: [AUTHORITY] });
    const issued = await generate([{ name: 'commonName', value: 'portal' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [HERE],
      ca: { key: authority.private, cert: authority.cert },
    });
    expect((await doctorOf(issued)).output).toMatch(
      /issued by an authority that is not trusted.*NODE_EXTRA_CA_CERTS=/,
    );
    expect((await doctorOf(issued, authority.cert)).output).toContain('✓ The portal can be reached');
  });

  it.each(
    sampled<[string, number, number, typeof HERE, RegExp]>(
      [
        ['expired', -9 * DAY_MS, -2 * DAY_MS, HERE, /its certificate has expired/],
        ['not yet valid', 2 * DAY_MS, 9 * DAY_MS, HERE, /its certificate is not valid yet/],
        ['for another name', -DAY_MS, DAY_MS, ELSEWHERE, /its certificate is for another name/],
      ],
      1,
    ),
  )('a certificate that is %s, says so', async (_name, from, to, name, text) => {
    const own = await certificate({
      extensions: [name, AUTHORITY],
      notBeforeDate: new Date(Date.now() + from),
      notAfterDate: new Date(Date.now() + to),
    });
    const { code, output } = await doctorOf(own, own.cert);
    expect(output).toMatch(text);
    expect(code).toBe(3);
  });

  it('no TLS at all, says so', async () => {
    await using emulator = await startEmulator({});
    const { code, output } = await diagnose({
      BITRIX24_WEBHOOK_URL: emulator.webhookUrl.replace('http:', 'https:'),
    });
    expect(output).toMatch(/✗ The portal cannot be reached: no secure connection can be made/);
    expect(code).toBe(3);
  });

  it.each<[string, Fault, RegExp]>([
    [
      'a page of a proxy',
      { kind: 'body', status: 502, times: Infinity },
      /something other than its REST service responded, with HTTP 502/,
    ],
    [
      'a login page',
      { kind: 'body', status: 200, body: '<html>', times: Infinity },
      /responded, with HTTP 200/,
    ],
    ['no response', { kind: 'hang', times: Infinity }, /it did not respond in time/],
    ['cut connections', { kind: 'drop', times: Infinity }, /the connection was closed before a response/],
  ])('%s, says so', async (_name, fault, text) => {
    await using emulator = await startEmulator({});
    emulator.portal.faults.inject(fault);
    const { code, output } = await diagnose({
      BITRIX24_WEBHOOK_URL: emulator.webhookUrl,
      BITRIX24_READ_DEADLINE_MS: '2000',
    });
    expect(output).toMatch(text);
    expect(output).not.toContain('emulatorwebhook1');
    expect(code).toBe(3);
  });

  it('nothing listening, says so', async () => {
    const emulator = await startEmulator({});
    await emulator.close();
    const { output } = await diagnose({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(output).toMatch(/its address refuses connections.*Check BITRIX24_WEBHOOK_URL/);
  });
});

it('a name that is not found is named as the cause', () => {
  const failure: Failure = { kind: 'network', reason: 'dns', sent: false };
  expect(causeOf(failure, 'BITRIX24_WEBHOOK_URL')).toMatch(/its name is not found.*BITRIX24_WEBHOOK_URL/);
});
