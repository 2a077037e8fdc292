import { expect, it } from 'vitest';
import { startApplication } from '../support/application.ts';
import { startGateway } from '../support/gateway.ts';

async function readiness(url: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(new URL('/health/ready', url));
  return { status: response.status, body: await response.json() };
}

it('a webhook that its portal refuses is named until the portal accepts it, and the gateway stays ready', async () => {
  await using gateway = await startGateway();
  const ready = { status: 200, body: { status: 'ready' } };
  expect(await readiness(gateway.url)).toEqual(ready);
  for (const [status, code] of [
    [401, 'NO_AUTH_FOUND'],
    [401, 'INVALID_CREDENTIALS'],
  ] as const) {
    gateway.emulator.portal.faults.inject({ kind: 'error', status, code });
    await gateway.query('{ sipConnector { freeMinutes } }');
    expect(await readiness(gateway.url)).toEqual({
      status: 200,
      body: {
        status: 'ready',
        portals: [{ portalKey: expect.any(String) as string, state: 'CREDENTIAL_REFUSED' }],
      },
    });
    await gateway.query('{ sipConnector { freeMinutes } }');
    expect(await readiness(gateway.url)).toEqual(ready);
  }
  gateway.emulator.portal.faults.inject({ kind: 'error', status: 403, code: 'INVALID_CREDENTIALS' });
  await gateway.query('{ sipConnector { freeMinutes } }');
  expect(await readiness(gateway.url)).toEqual(ready);
});

it('an application that no portal has installed is named, and the gateway stays ready for its installation', async () => {
  await using application = await startApplication();
  expect(await application.ready()).toEqual({
    status: 200,
    body: { status: 'ready', portals: [{ state: 'NOTHING_INSTALLED' }] },
  });
  await application.install();
  expect(await application.ready()).toEqual({ status: 200, body: { status: 'ready' } });
});
