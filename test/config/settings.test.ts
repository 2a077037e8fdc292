import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { problemsOf } from '../support/settings-problems.ts';
import { anyText } from '../support/any-text.ts';

const SENTINEL = 'sentinel-secret';

describe('readSettings', () => {
  it.each(['10.0.3.7', '10.20.0.0/16, fd00:20::/48', '::1,127.0.0.1', '2001:db8::/32'])(
    'takes %s for proxies that are trusted',
    (text) => {
      expect(problemsOf({ GATEWAY_TRUSTED_PROXIES: text })).toEqual([]);
    },
  );

  it.each([
    'proxy.internal',
    '1',
    'yes',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0',
    'fe80::1%eth0',
    '10.0.0.1,',
  ])('takes %s for no proxies', (text) => {
    expect(problemsOf({ GATEWAY_TRUSTED_PROXIES: text })).toEqual([
      expect.stringMatching(/^GATEWAY_TRUSTED_PROXIES must be a comma-separated list/),
    ]);
  });

  it('serves metrics on loopback unless told otherwise, and nowhere without a port', () => {
    expect(readSettings({ METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(readSettings({ METRICS_PORT: '0', METRICS_HOST: '0.0.0.0' }).metrics).toEqual({
      host: '0.0.0.0',
      port: 0,
    });
    expect(problemsOf({ METRICS_HOST: '0.0.0.0' })).toEqual([
      'METRICS_HOST does nothing without METRICS_PORT: set both, or neither.',
    ]);
    // Kubernetes sets this variable for a service with the name "metrics".
    expect(problemsOf({ METRICS_PORT: 'tcp://10.0.0.1:9464' })).toEqual([
      'METRICS_PORT must be a whole number from 0 to 65535.',
    ]);
  });

  it('runs against the emulator on loopback where nothing is set', () => {
    expect(readSettings({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      loopbackOnly: true,
      callers: undefined,
      trustedProxies: [],
      maxConnections: 1_000,
      keepAliveMs: 75_000,
      headersMs: 10_000,
      requestsPerMinute: 600,
      costLimit: 10_000,
      corsOrigins: [],
      corsHeaders: [],
      logLevel: 'info',
      logFormat: undefined,
      metrics: undefined,
      traces: undefined,
      portal: { kind: 'embedded-emulator' },
      deadlines: { readMs: 20_000, writeMs: 45_000 },
      drain: { delayMs: 0, timeoutMs: 55_000 },
      privateAddresses: [],
      rateLimit: { burst: 50, perSecond: 2 },
      idempotency: { keepMs: 86_400_000, maxOutcomes: 100_000 },
      repeatAddsAfterMs: 10_000,
      longestRunMs: 75_000,
      proxy: undefined,
    });
  });

  it('takes every setting', () => {
    const config = readSettings({
      NODE_ENV: 'production',
      PORT: '8080',
      HOST: '0.0.0.0',
      GATEWAY_OPEN: 'yes',
      GATEWAY_CORS_ORIGINS: 'https://app.example.com, http://localhost:3000',
      GATEWAY_CORS_HEADERS: 'X-Tenant, x-app-version',
      LOG_LEVEL: 'warn',
      BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc123',
      BITRIX24_READ_DEADLINE_MS: '5000',
      BITRIX24_WRITE_DEADLINE_MS: '30000',
    });
    expect(config).toMatchObject({
      production: true,
      port: 8080,
      loopbackOnly: false,
      corsOrigins: ['https://app.example.com', 'http://localhost:3000'],
      corsHeaders: ['x-tenant', 'x-app-version'],
      deadlines: { readMs: 5_000, writeMs: 30_000 },
    });
    if (config.portal.kind !== 'webhook') throw new Error('expected a webhook');
    expect(config.portal.webhook.base.reveal()).toBe('https://portal.bitrix24.com/rest/1/abc123/');
    expect(JSON.stringify(config)).not.toContain('abc123');
  });

  it('takes a readable log outside production only', () => {
    expect(readSettings({ LOG_FORMAT: 'pretty' }).logFormat).toBe('pretty');
    expect(readSettings({ LOG_FORMAT: 'json' }).logFormat).toBe('json');
    const BITRIX24_WEBHOOK_URL = 'https://portal.bitrix24.com/rest/1/abc123/';
    expect(problemsOf({ NODE_ENV: 'production', BITRIX24_WEBHOOK_URL, LOG_FORMAT: 'pretty' })).toEqual([
      'LOG_FORMAT=pretty is for people at a terminal: remove it in production.',
    ]);
  });

  it('reports every mistake at once, without a value', () => {
    const problems = problemsOf({
      NODE_ENV: SENTINEL,
      PORT: `70000`,
      HOST: `http://${SENTINEL}`,
      GATEWAY_OPEN: SENTINEL,
      GATEWAY_CORS_ORIGINS: `*,https://${SENTINEL}/path`,
      GATEWAY_CORS_HEADERS: `x-tenant,*`,
      LOG_LEVEL: SENTINEL,
      LOG_FORMAT: SENTINEL,
      BITRIX24_WEBHOOK_URL: `https://portal.bitrix24.com/${SENTINEL}`,
      GATEWAY_COST_LIMIT: 'off',
      GATEWAY_REQUESTS_PER_MINUTE: '0',
      BITRIX24_READ_DEADLINE_MS: '20s',
      BITRIX24_WRITE_DEADLINE_MS: '-1',
      GATEWAY_DRAIN_DELAY_MS: '10s',
      GATEWAY_DRAIN_TIMEOUT_MS: '-1',
      BITRIX24_REPEAT_ADDS_AFTER_MS: '1000',
      BITRIX24_LONGEST_RUN_MS: '60s',
      BITRIX24_WEBHOK_URL: SENTINEL,
      LOG_LEVLE: SENTINEL,
      METRICS_PROT: SENTINEL,
      GATEWAY_API_KEYS: SENTINEL,
    });
    const about = problems.map((problem) => problem.split(' ')[0]);
    expect(about).toEqual([
      'NODE_ENV',
      'HOST',
      'GATEWAY_OPEN',
      'GATEWAY_API_KEYS',
      'BITRIX24_WEBHOOK_URL',
      'PORT',
      'GATEWAY_REQUESTS_PER_MINUTE',
      'GATEWAY_COST_LIMIT',
      'GATEWAY_CORS_ORIGINS',
      'GATEWAY_CORS_HEADERS',
      'LOG_LEVEL',
      'LOG_FORMAT',
      'BITRIX24_READ_DEADLINE_MS',
      'BITRIX24_WRITE_DEADLINE_MS',
      'GATEWAY_DRAIN_DELAY_MS',
      'GATEWAY_DRAIN_TIMEOUT_MS',
      'BITRIX24_REPEAT_ADDS_AFTER_MS',
      'BITRIX24_LONGEST_RUN_MS',
      'BITRIX24_WEBHOK_URL',
      'LOG_LEVLE',
      'METRICS_PROT',
    ]);
    for (const problem of problems) {
      expect(problem).toMatch(/^[A-Z0-9_]+,? .+\.$/);
      expect(problem).not.toContain(SENTINEL);
    }
  });

  it('drains for as long as a write may take, and ten seconds, unless told otherwise', () => {
    const drainOf = (environment: Readonly<Record<string, string>>) =>
      readSettings({
        BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc123/',
        BITRIX24_WRITE_DEADLINE_MS: '30000',
        ...environment,
      }).drain;
    expect(drainOf({})).toEqual({ delayMs: 0, timeoutMs: 40_000 });
    expect(drainOf({ GATEWAY_DRAIN_DELAY_MS: '5000', GATEWAY_DRAIN_TIMEOUT_MS: '0' })).toEqual({
      delayMs: 5_000,
      timeoutMs: 0,
    });
  });

  it.each([
    ['plain http to another machine', 'http://portal.bitrix24.com/rest/1/abc/', /https:\/\//],
    ['no code', 'https://portal.bitrix24.com/rest/1/', /must look like/],
    ['a method at the end', 'https://portal.bitrix24.com/rest/1/abc/profile.json', /must look like/],
    ['a query', 'https://portal.bitrix24.com/rest/1/abc/?x=1', /must look like/],
    ['a password', 'https://user:pass@portal.bitrix24.com/rest/1/abc/', /user name or password/],
    ['no address at all', 'hello', /must look like/],
  ])('refuses a webhook with %s', (_name, url, message) => {
    expect(problemsOf({ BITRIX24_WEBHOOK_URL: url })).toEqual([expect.stringMatching(message)]);
  });

  const PASSTHROUGH = { BITRIX24_PASSTHROUGH_PORTALS: 'crm.example.org' };

  it('takes private networks where the addresses of portals come from outside', () => {
    const { privateAddresses } = readSettings({
      ...PASSTHROUGH,
      BITRIX24_PRIVATE_ADDRESSES: '10.20.0.0/16, fd00:20::/48',
    });
    expect(privateAddresses.map(([network, prefix]) => [network.toString(), prefix])).toEqual([
      ['10.20.0.0', 16],
      ['fd00:20::', 48],
    ]);
  });

  it.each([
    ['networks that are none', { ...PASSTHROUGH, BITRIX24_PRIVATE_ADDRESSES: SENTINEL }, /comma-separated/],
    ['all addresses', { ...PASSTHROUGH, BITRIX24_PRIVATE_ADDRESSES: '0.0.0.0/0' }, /private networks/],
    [
      'networks beside a webhook',
      {
        BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc/',
        BITRIX24_PRIVATE_ADDRESSES: '10.20.0.0/16',
      },
      /does nothing/,
    ],
  ])('refuses %s', (_name, environment, message) => {
    const problems = problemsOf(environment);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems[0]).not.toContain(SENTINEL);
  });

  it('accepts plain http on this machine', () => {
    expect(problemsOf({ BITRIX24_WEBHOOK_URL: 'http://127.0.0.1:4100/rest/1/abc/' })).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['an address of the network', { HOST: '0.0.0.0' }],
    ['a host name', { HOST: 'gateway.example.com' }],
    ['an address that only begins like loopback', { HOST: '127.example.com' }],
  ])('does not serve %s unless told to be open', (_name, environment) => {
    const portal = { BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc/' };
    expect(problemsOf({ ...portal, ...environment })).toEqual([
      expect.stringMatching(/^HOST .*GATEWAY_OPEN=yes/),
    ]);
    expect(problemsOf({ ...portal, ...environment, GATEWAY_OPEN: 'yes' })).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['in production', { NODE_ENV: 'production' }],
    [
      'where the address is blank',
      { NODE_ENV: 'production', BITRIX24_WEBHOOK_URL: ' ', BITRIX24_READ_DEADLINE_MS: '5000' },
    ],
    ['for the network', { HOST: '0.0.0.0', GATEWAY_OPEN: 'yes' }],
    ['openly on loopback', { GATEWAY_OPEN: 'yes' }],
    ['beside other portal settings', { BITRIX24_READ_DEADLINE_MS: '5000' }],
  ])('does not run the emulator %s', (_name, environment) => {
    expect(problemsOf(environment)).toEqual([expect.stringMatching(/^BITRIX24_WEBHOOK_URL is not set/)]);
  });

  const KEY = { name: 'web', sha256: 'a'.repeat(64), scopes: ['telephony:read'] };
  const JWT = {
    GATEWAY_JWT_JWKS_URL: 'https://issuer.example/keys',
    GATEWAY_JWT_ISSUER: 'https://issuer.example',
    GATEWAY_JWT_AUDIENCE: 'gateway',
  };

  it('serves the network where callers must prove who they are', () => {
    const portal = { BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc/', HOST: '0.0.0.0' };
    const { callers, loopbackOnly } = readSettings({
      ...portal,
      ...JWT,
      GATEWAY_API_KEYS: JSON.stringify([KEY]),
    });
    expect(callers).toEqual({
      apiKeys: [KEY],
      jwt: {
        jwksUrl: 'https://issuer.example/keys',
        issuer: 'https://issuer.example',
        audience: 'gateway',
      },
    });
    expect(loopbackOnly).toBe(false);
    expect(problemsOf({ ...portal, ...JWT })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'x'],
    ['no list', KEY],
    ['an empty list', []],
    ['a key in plain text', [{ ...KEY, sha256: SENTINEL }]],
    ['an unknown scope', [{ ...KEY, scopes: [SENTINEL] }]],
    ['no scope', [{ ...KEY, scopes: [] }]],
    ['a name that would break a log line', [{ ...KEY, name: `${SENTINEL}\n` }]],
    ['something unknown', [{ ...KEY, portal: SENTINEL }]],
    ['the same key twice', [KEY, { ...KEY, name: 'other' }]],
  ])('refuses keys that are %s', (_name, keys) => {
    const problems = problemsOf({ GATEWAY_API_KEYS: typeof keys === 'string' ? keys : JSON.stringify(keys) });
    expect(problems).toEqual([expect.stringMatching(/^GATEWAY_API_KEYS must/)]);
    expect(problems[0]).not.toContain(SENTINEL);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['in part', { GATEWAY_JWT_ISSUER: 'x' }, /belong together/],
    ['over plain http', { ...JWT, GATEWAY_JWT_JWKS_URL: 'http://issuer.example/keys' }, /must be an https/],
    ['beside GATEWAY_OPEN', { ...JWT, GATEWAY_OPEN: 'yes' }, /^GATEWAY_OPEN admits unauthenticated callers/],
  ])('refuses tokens %s', (_name, environment, message) => {
    expect(
      problemsOf({ BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc/', ...environment }),
    ).toContainEqual(expect.stringMatching(message));
  });

  it('lets callers name portals', () => {
    const { portal, loopbackOnly } = readSettings({
      BITRIX24_PASSTHROUGH_PORTALS: '*.Bitrix24.com, crm.example.org,127.0.0.1:4100',
      HOST: '0.0.0.0',
    });
    expect(portal).toEqual({
      kind: 'passed-through',
      patterns: ['*.bitrix24.com', 'crm.example.org', '127.0.0.1:4100'],
    });
    expect(loopbackOnly).toBe(false);
  });

  it.each([
    '*',
    '*.com.*',
    'https://a.example.org',
    'a.example.org/x',
    '10.0.0.1',
    '127.0.0.1',
    'a b',
    'x',
    ',',
  ])('takes %j for no portal to be named', (patterns) => {
    expect(problemsOf({ BITRIX24_PASSTHROUGH_PORTALS: patterns })).toContainEqual(
      expect.stringMatching(/^BITRIX24_PASSTHROUGH_PORTALS must/),
    );
  });

  it('takes a webhook or portals that callers name, not both', () => {
    expect(
      problemsOf({
        BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc/',
        BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.com',
      }),
    ).toEqual([expect.stringMatching(/cannot be combined/)]);
  });

  describe('of an application', () => {
    const APPLICATION = {
      BITRIX24_CLIENT_ID: 'local.abc',
      BITRIX24_CLIENT_SECRET: 'sentinel-secret',
      GATEWAY_TOKEN_KEY: 'AB'.repeat(32),
    };
    const KEY = { name: 'web', sha256: 'a'.repeat(64), scopes: ['telephony:read'] };

    it("are complete with its secret and a key, and know the vendor's servers", () => {
      const { portal } = readSettings(APPLICATION);
      if (portal.kind !== 'application') throw new Error('expected an application');
      expect(portal).toMatchObject({
        clientId: 'local.abc',
        oauthServers: ['https://oauth.bitrix24.tech/oauth/token/', 'https://oauth.bitrix.info/oauth/token/'],
        tokenFile: 'bitrix24-tokens.jwe',
      });
      expect([portal.clientSecret.reveal(), portal.tokenKey.reveal()]).toEqual([
        'sentinel-secret',
        'AB'.repeat(32),
      ]);
      expect(JSON.stringify(portal)).not.toMatch(/sentinel|ABAB/);
    });

    it.each(Object.keys(APPLICATION))('lack %s', (name) => {
      expect(problemsOf({ ...APPLICATION, [name]: '' })).toEqual([
        'BITRIX24_CLIENT_ID, BITRIX24_CLIENT_SECRET and GATEWAY_TOKEN_KEY belong together: set all three.',
      ]);
    });

    it.each(['short', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(66)])('have %j for a key', (key) => {
      const problems = problemsOf({ ...APPLICATION, GATEWAY_TOKEN_KEY: key });
      expect(problems[0]).toMatch(/^GATEWAY_TOKEN_KEY must be 64 hexadecimal digits/);
      expect(problems.join()).not.toContain(key);
    });

    it.each([
      'https://evil.example/oauth/token/',
      'http://10.0.0.1/oauth/token/',
      'ftp://127.0.0.1/',
      'http://127.0.0.1.evil.example/',
      'x',
    ])('send the secret to nobody at %s', (server) => {
      expect(problemsOf({ ...APPLICATION, BITRIX24_OAUTH_SERVER: server })).toEqual([
        expect.stringMatching(/^BITRIX24_OAUTH_SERVER must be the address of an emulator on this machine/),
      ]);
    });

    it('go with no other source of portals', () => {
      expect(
        problemsOf({ ...APPLICATION, BITRIX24_WEBHOOK_URL: 'https://portal.bitrix24.com/rest/1/abc/' }),
      ).toEqual(['BITRIX24_WEBHOOK_URL and BITRIX24_CLIENT_ID cannot be combined: set only one.']);
      expect(problemsOf({ ...APPLICATION, BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.com' })).toEqual([
        'BITRIX24_CLIENT_ID and BITRIX24_PASSTHROUGH_PORTALS cannot be combined: set only one.',
      ]);
    });

    it('want the portals of each key', () => {
      const withKeys = (...keys: object[]) =>
        problemsOf({ ...APPLICATION, GATEWAY_API_KEYS: JSON.stringify(keys) });
      expect(withKeys({ ...KEY, portals: '*' })).toEqual([]);
      expect(withKeys({ ...KEY, portals: ['abc', 'def'] })).toEqual([]);
      expect(withKeys(KEY)).toEqual([expect.stringMatching(/^GATEWAY_API_KEYS must list the "portals"/)]);
      for (const portals of [[], 'abc', ['a b'], [''], [1], {}]) {
        expect(withKeys({ ...KEY, portals })).toEqual([
          expect.stringMatching(/^GATEWAY_API_KEYS must be a JSON list/),
        ]);
      }
    });
  });

  it('takes empty variables for absent and ignores what Kubernetes adds for a service called gateway', () => {
    expect(
      problemsOf({
        PORT: '',
        BITRIX24_WEBHOOK_URL: ' ',
        GATEWAY_SERVICE_HOST: '10.0.0.1',
        GATEWAY_PORT: 'tcp://10.0.0.1:80',
        GATEWAY_PORT_80_TCP_ADDR: '10.0.0.1',
        METRICS_SERVICE_PORT: '80',
        LOG_NAMESPACE: 'telephony',
      }),
    ).toEqual([]);
  });

  it('either gives a config or says why not, whatever is set', () => {
    const names = [
      'PORT',
      'HOST',
      'GATEWAY_OPEN',
      'GATEWAY_CORS_ORIGINS',
      'LOG_LEVEL',
      'BITRIX24_WEBHOOK_URL',
      'BITRIX24_CLIENT_ID',
      'BITRIX24_OAUTH_SERVER',
      'GATEWAY_TOKEN_KEY',
      'GATEWAY_API_KEYS',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), anyText()), (environment) => {
        for (const problem of problemsOf(environment)) expect(problem).toMatch(/^[A-Z0-9_]+,? .+\.$/);
      }),
    );
  });
});
