import { expect, it } from 'vitest';
import { HEALTH_REQUEST, openConnection } from '../support/client-connection.ts';
import { startGateway } from '../support/gateway.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../support/issuer.ts';

it('a query whose client hangs up before its token is verified asks the portal for nothing', async () => {
  await using issuer = await startIssuer();
  await using gateway = await startGateway({
    environment: {
      GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    },
  });
  const token = await issuer.sign({ sub: 'somebody', scope: 'telephony:read', portals: '*' });
  issuer.setState('silent');
  const client = await openConnection(gateway.url);
  const query = encodeURIComponent('{ sipLines { nodes { title } } }');
  client.socket.write(
    `GET /graphql?query=${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nApollo-Require-Preflight: 1\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await expect.poll(issuer.requests).toBe(1);
  client.socket.destroy();
  await client.closed;
  // The gateway learns of that before it answers others.
  const other = await openConnection(gateway.url);
  for (let n = 0; n < 3; n += 1) await other.statusOf(HEALTH_REQUEST);
  other.socket.destroy();
  issuer.setState('well');
  await expect.poll(gateway.log).toContain('"msg":"operation"');
  expect(gateway.log()).toContain('"stopped":"client-gone"');
  expect(gateway.emulator.portal.journal.entries()).toEqual([]);
});
