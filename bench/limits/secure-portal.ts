import { generate } from 'selfsigned';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { CLOUD_LIMITS } from '../../src/emulator/options.ts';
import { LINES, SECONDS } from './workload.ts';

/** A portal behind HTTPS that takes its time, and the certificate by which to know it. */
export interface SecurePortal {
  readonly emulator: Emulator;
  readonly certificate: string;
}

/** Starts a portal with the limits of the cloud, an unused rate bucket and the lines of the workload. */
export async function startSecurePortal(): Promise<SecurePortal> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'portal' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const emulator = await startEmulator({
    tls: { key, cert },
    limits: CLOUD_LIMITS,
    latency: SECONDS,
    cloudLimit: LINES,
  });
  // As if by other webhooks: they share their lines, and these are no requests that would fill the bucket.
  for (let added = 0; added < LINES; added += 1) {
    emulator.portal.addForeignLine({ type: 'cloud', title: `Line ${added}`, applicationId: '' });
  }
  return { emulator, certificate: cert };
}
