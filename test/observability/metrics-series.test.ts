import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { MEASURED, readMetrics, valuesOf } from '../support/metrics.ts';

describe('the metrics of many callers', () => {
  it('have no more series than those of one', async () => {
    await using gateway = await startGateway({ asApplication: {}, environment: MEASURED });
    const { portal, origin } = gateway.emulator;
    async function callAs(name: string): Promise<string[]> {
      const token = `token-of-${name}`;
      portal.addToken({ accessToken: token, applicationId: `app.${name}` });
      const send = (query: string, accessToken = token) =>
        gateway.send({
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-bitrix24-portal': new URL(origin).host,
            'x-bitrix24-token': accessToken,
          },
          body: JSON.stringify({ query }),
        });
      await send(`query ${name} { ${name}: sipLine(configId: "1") { title } }`);
      portal.faults.inject({ kind: 'error', status: 400, code: `CODE_OF_${name}` });
      await send('{ sipConnector { freeMinutes } }');
      await send('{ sipConnector { freeMinutes } }', `junk-token-${name}`);
      await send(`{ field${name} }`);
      await fetch(new URL(`/${name}`, gateway.url));
      await expect
        .poll(async () => Object.values(await valuesOf(gateway.app, 'gateway_refused_requests_total')).length)
        .toBeGreaterThan(1);
      const metrics = await readMetrics(gateway.app);
      return [...metrics]
        .filter(([metric]) => metric.startsWith('gateway_'))
        .flatMap(([, { samples }]) => samples.map(({ name, labels }) => JSON.stringify([name, labels])));
    }
    const ofOne = await callAs('caller0');
    for (let n = 1; n < 10; n += 1) expect(await callAs(`caller${n}`)).toEqual(ofOne);
  });
});
