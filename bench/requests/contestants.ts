import { createHash } from 'node:crypto';
import { SCOPES } from '../../src/config/scopes.ts';
import { Secret } from '../../src/config/secret.ts';
import { openInstallationFile } from '../../src/state/installation-file.ts';
import type { Language } from './workloads.ts';

/** A program that is measured. */
export interface Contestant {
  readonly name: string;
  readonly language: Language;
  /** Options of Node, a file relative to the root of the repository. */
  readonly command: readonly [string, ...string[]];
  /** @param portal the base address of REST methods, with a slash at the end */
  readonly environment: (portal: string) => Readonly<Record<string, string>>;
}

const API_KEY = 'tg_benchmark';

/** Every request of the benchmark has them; only the gateway reads the key. */
export const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json',
  authorization: `Bearer ${API_KEY}`,
} as const;

/**
 * As in production: callers authenticate and are counted, and the log is on. Only the numbers are out of the way: the
 * portal has no rate limit, and a caller may send what the load sends over as many connections.
 */
const GATEWAY = {
  GATEWAY_API_KEYS: JSON.stringify([
    {
      name: 'benchmark',
      sha256: createHash('sha256').update(API_KEY).digest('hex'),
      scopes: SCOPES,
      portals: '*',
    },
  ]),
  GATEWAY_REQUESTS_PER_MINUTE: '1000000',
  GATEWAY_MAX_CONNECTIONS: '2000',
  BITRIX24_RATE_LIMIT: 'off',
} as const;

export const OWN: Contestant = {
  name: 'this project',
  language: 'graphql',
  command: ['dist/main.js'],
  environment: (portal) => ({ ...GATEWAY, BITRIX24_WEBHOOK_URL: portal }),
};

/** The same with what an operator sees it by. */
export const METERED: Contestant = {
  ...OWN,
  name: 'this project, with metrics',
  environment: (portal) => ({ ...OWN.environment(portal), METRICS_PORT: '0' }),
};

/**
 * The gateway sets it itself. Each program is idle while the others are measured, and most of what V8 has optimized is gone
 * then: without it, the rows would measure how soon a program is optimized again.
 */
const KEEP_OPTIMIZED_CODE = '--no-memory-reducer';

function rival(name: string, file: string, language: Language): Contestant {
  return {
    name,
    language,
    command: [KEEP_OPTIMIZED_CODE, `bench/requests/rivals/${file}`],
    environment: (portal) => ({ PORTAL: portal }),
  };
}

export const NAIVE = rival('naive Apollo + got', 'naive.js', 'graphql');

export const RIVALS: readonly Contestant[] = [
  rival('node:http + undici, passes bytes', 'byte-proxy.js', 'rest'),
  rival('the same, parses and serialises', 'parsing-proxy.js', 'rest'),
  rival('yoga + undici', 'yoga.js', 'graphql'),
  rival('Apollo + datasource-rest', 'datasource-rest.js', 'graphql'),
];

/** Those whose ratios are reported. */
export const COMPARED: readonly Contestant[] = [NAIVE, OWN, METERED];

const TOKEN_KEY = '5'.repeat(64);
const HOUR_MS = 3_600_000;

export const memberIdAt = (index: number) => index.toString(16).padStart(32, '0');

/** The gateway as an application that is installed on a portal at each of the ports. */
export async function asApplication(tokenFile: string, ports: readonly number[]): Promise<Contestant> {
  const store = await openInstallationFile(tokenFile, new Secret(TOKEN_KEY));
  for (const [index, port] of ports.entries()) {
    const memberId = memberIdAt(index);
    await store.replace(memberId, undefined, {
      memberId,
      endpoint: `http://127.0.0.1:${port}/rest/`,
      accessToken: new Secret(`access-token-${memberId}`),
      refreshToken: new Secret(`refresh-token-${memberId}`),
      applicationToken: new Secret(`application-token-${memberId}`),
      expiresAt: Date.now() + HOUR_MS,
      oauthServer: undefined,
      reinstallNeeded: false,
    });
  }
  return {
    ...OWN,
    environment: () => ({
      ...GATEWAY,
      BITRIX24_CLIENT_ID: 'local.benchmark',
      BITRIX24_CLIENT_SECRET: 'benchmark-client-secret',
      BITRIX24_PRIVATE_ADDRESSES: '127.0.0.0/8',
      GATEWAY_TOKEN_KEY: TOKEN_KEY,
      GATEWAY_TOKEN_FILE: tokenFile,
    }),
  };
}
