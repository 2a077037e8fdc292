import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { openPortal } from '../../src/app/open-portal.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { startApplication, type ApplicationGateway } from '../support/application.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { findRedis, startRedis } from '../support/redis.ts';

const LINES = '{ sipLines { nodes { title } } }';

/** Another replica of the same gateway, with nothing but its settings in common. */
async function startReplica({ environment }: ApplicationGateway): Promise<App> {
  const config = readSettings({ PORT: '0', LOG_LEVEL: 'silent', BITRIX24_RATE_LIMIT: 'off', ...environment });
  const { source } = await openPortal(config);
  return startApp({ config, source, logDestination: new PassThrough().resume() });
}

async function askReplica({ url }: App): Promise<GraphQLAnswer> {
  const body = JSON.stringify({ query: LINES });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return (await response.json()) as GraphQLAnswer;
}

describe.skipIf(findRedis() === undefined)('an application with Redis', () => {
  it('is installed on every replica at once, and its token renewed by one of them', async () => {
    await using redis = await startRedis();
    await using application = await startApplication({ environment: { REDIS_URL: redis.url } });
    await using replica = await startReplica(application);
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
    await using application = await startApplication({ environment: { REDIS_URL: redis.url } });
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
});
