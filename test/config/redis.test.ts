import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { problemsOf } from '../support/settings-problems.ts';
import { anyText } from '../support/any-text.ts';

const GATEWAY_TOKEN_KEY = 'ab'.repeat(32);
const settings = (REDIS_URL: string) => readSettings({ REDIS_URL, GATEWAY_TOKEN_KEY }).redis;

describe('REDIS_URL', () => {
  it('is one server, by default at its usual port', () => {
    expect(settings('redis://redis.internal')).toMatchObject({
      tls: false,
      username: undefined,
      password: undefined,
      server: { kind: 'single', node: { host: 'redis.internal', port: 6379 }, database: 0 },
    });
    expect(settings('rediss://[::1]:6380/3')).toMatchObject({
      tls: true,
      server: { kind: 'single', node: { host: '::1', port: 6380 }, database: 3 },
    });
  });

  it('has a user and a password, which are never shown', () => {
    const redis = settings('rediss://us%40er:pass%3Aword%2F@redis.internal');
    expect([redis?.username, redis?.password?.reveal()]).toEqual(['us@er', 'pass:word/']);
    expect(JSON.stringify(redis)).not.toMatch(/pass:word|pass%|abab/);
    expect(settings('redis://:secret@redis.internal')?.username).toBeUndefined();
    expect(settings('redis://:secret@redis.internal')?.password?.reveal()).toBe('secret');
  });

  it('is a group of servers that Sentinel watches', () => {
    expect(settings('redis+sentinel://:secret@one,two:26380,10.0.0.3/telephony')).toMatchObject({
      tls: false,
      server: {
        kind: 'sentinel',
        group: 'telephony',
        sentinels: [
          { host: 'one', port: 26379 },
          { host: 'two', port: 26380 },
          { host: '10.0.0.3', port: 26379 },
        ],
      },
    });
    expect(settings('rediss+sentinel://one/telephony')?.tls).toBe(true);
  });

  it.each([
    'redis.internal:6379',
    'http://redis.internal',
    'redis://',
    'redis://one,two',
    'redis://host:0',
    'redis://host:70000',
    'redis://host/name',
    'redis://host/0?tls=true',
    'redis://sentinel%@host',
    'redis://a@b@host',
    'redis+sentinel://one,two',
    'redis+sentinel://one,,two/group',
  ])('is refused as %j, without quoting it', (REDIS_URL) => {
    const [problem, ...others] = problemsOf({ REDIS_URL, GATEWAY_TOKEN_KEY });
    expect(problem).toMatch(/^REDIS_URL must be redis:\/\/host:6379 or/);
    expect(others).toEqual([]);
  });

  it('is refused if it is endless', () => {
    expect(problemsOf({ REDIS_URL: `redis://${'a'.repeat(3_000)}`, GATEWAY_TOKEN_KEY })).toHaveLength(1);
  });

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(anyText(), (rest) => {
        for (const problem of problemsOf({ REDIS_URL: `redis://${rest}`, GATEWAY_TOKEN_KEY }))
          expect(problem).toMatch(/^REDIS_URL must be /);
      }),
    );
  });

  it('needs a key, with which no application is meant', () => {
    expect(problemsOf({ REDIS_URL: 'redis://host' })).toEqual([
      'REDIS_URL needs GATEWAY_TOKEN_KEY, the same on every replica: it encrypts tokens and hides names.',
    ]);
    expect(readSettings({ REDIS_URL: 'redis://host', GATEWAY_TOKEN_KEY }).portal.kind).toBe(
      'embedded-emulator',
    );
    expect(
      problemsOf({ REDIS_URL: 'redis://host', GATEWAY_TOKEN_KEY, BITRIX24_CLIENT_ID: 'local.1' }),
    ).toEqual([
      'BITRIX24_CLIENT_ID, BITRIX24_CLIENT_SECRET and GATEWAY_TOKEN_KEY belong together: set all three.',
    ]);
  });
});
