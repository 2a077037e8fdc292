import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildProgram, outputUntil, startProgram } from '../support/program.ts';
import { findRedis, startRedisWithTls } from '../support/redis.ts';

describe.skipIf(findRedis() === undefined)('a gateway with a Redis behind TLS', () => {
  beforeAll(buildProgram);

  it('uses it if NODE_EXTRA_CA_CERTS names its authority', async () => {
    await using redis = await startRedisWithTls();
    const program = startProgram({
      PORT: '0',
      REDIS_URL: redis.tlsUrl,
      GATEWAY_TOKEN_KEY: 'ab'.repeat(32),
      NODE_EXTRA_CA_CERTS: redis.certificateFile,
    });
    onTestFinished(() => {
      program.kill('SIGKILL');
    });
    const [log, url = ''] = await outputUntil(program, /[^]*(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
    expect(log).toContain('Redis responds.');
    const ready = await fetch(new URL('/health/ready', url));
    expect(await ready.json()).toEqual({ status: 'ready', redis: 'up' });
  });
});
