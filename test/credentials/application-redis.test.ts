import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { openPortal } from '../../src/app/open-portal.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { startApplication, type ApplicationGateway } from '../support/application.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { MEASURED, valuesOf } from '../support/metrics.ts';
import { patientClock } from '../support/patient-clock.ts';
import { findRedis, startRedis, type TestRedis } from '../support/redis.ts';

const LINES = '{ sipLines { nodes { title } } }';

/** Another replica of the same gateway, with nothing but its settings in common. */
async function startReplica(
  { environment }: ApplicationGateway,
  redis: TestRedis,
): Promise<App & { readonly log: () => string }> {
  const settings = { PORT: '0', LOG_LEVEL: 'info', BITRIX24_RATE_LIMIT: 'off', ...MEASURED, ...environment };
  const config = readSettings(settings);
  const { source } = await openPortal(config);
  let lines = '';
  const logDestination = { write: (line: string) => (lines += line) };
  return {
    ...(await startApp({ config, source, logDestination, clock: patientClock(redis.isAway) })),
    log: () => lines,
  };
}

async function askReplica({ url }: App): Promise<GraphQLAnswer> {
  const body = JSON.stringify({ query: LINES });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return {
    ...((await response.json()) as GraphQLAnswer),
    status: response.status,
    headers: response.headers,
  };
}

describe.skipIf(findRedis() === undefined)('an application with Redis', () => {
  it('is installed on every replica at once, and its token renewed by one of them', async () => {
    await using redis = await startRedis();
    await using application = await startApplication({ redis });
    await using replica = await startReplica(application, redis);
    await application.install();
    expect((await askReplica(replica)).errors).toBeUndefined();
    const before = application.refreshes();
    application.portal.portal.expireAccessTokens();
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => application.ask(LINES)),
      ...Array.from({ length: 5 }, () => askReplica(replica)),
    ]);
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    expect(application.refreshes() - before).toBe(1);
    expect(existsSync(application.tokenFile)).toBe(false);
  });

  it('uses the token it has while Redis is away, refuses to renew it, and goes on when it is back', async () => {
    await using redis = await startRedis();
    await using application = await startApplication({ redis });
    await application.install();
    expect((await application.ask(LINES)).errors).toBeUndefined();
    for (const [stop, start] of [
      [() => redis.kill(), () => redis.restart()],
      [redis.freeze, redis.resume],
    ] as const) {
      await stop();
      expect((await application.ask(LINES)).errors).toBeUndefined();
      application.portal.portal.expireAccessTokens();
      const [error] = (await application.ask(LINES)).errors ?? [];
      expect(error?.extensions).toMatchObject({ code: 'PORTAL_UNAVAILABLE', retryable: true });
      const event = application.portal.portal.installApplication();
      expect((await application.sendEvent(event)).status).toBe(503);
      await start();
      await expect
        .poll(async () => (await application.ask(LINES)).errors, { timeout: 20_000 })
        .toBeUndefined();
    }
  });

  it('refuses as retryable, where it has not read the tokens before Redis went away, and heals', async () => {
    await using redis = await startRedis();
    await using application = await startApplication({ redis });
    await application.install();
    await redis.kill();
    await using replica = await startReplica(application, redis);
    const refused = await askReplica(replica);
    expect(refused).toMatchObject({
      status: 503,
      errors: [
        {
          message: expect.stringContaining('token store') as string,
          extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true, retryAfterMs: 5_000 },
        },
      ],
    });
    expect(refused.headers.get('retry-after')).toBe('5');
    const ready = await fetch(new URL('/health/ready', replica.url));
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'tokens-unreadable', redis: 'down' }]);
    expect(await valuesOf(replica, 'gateway_refused_requests_total')).toEqual({
      'reason=tokens-unavailable': 1,
      'reason=unavailable': 1,
    });
    expect(replica.log()).toMatch(/"level":"warn"[^\n]*"reason":"tokens-unavailable","status":503/);
    expect(replica.log()).not.toContain('the gateway failed');
    await redis.restart();
    // Redis has forgotten the tokens; whoever knows them puts them back.
    const both = async () => [await application.ask(LINES), await askReplica(replica)];
    await expect
      .poll(async () => (await both()).flatMap(({ errors = [] }) => errors), { timeout: 20_000 })
      .toEqual([]);
  });
});
