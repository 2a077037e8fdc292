import { isIP } from 'node:net';
import { parseAddressRanges } from './address-ranges.ts';
import { readCallers } from './caller-settings.ts';
import {
  LOG_FORMATS,
  LOG_LEVELS,
  type LogFormat,
  type LogLevel,
  type RateLimit,
  type Settings,
} from './config.ts';
import { isSet, unknownSettings } from './known-settings.ts';
import { LONGEST_RUN_MS } from './longest-run.ts';
import { isLoopback } from './loopback.ts';
import { readMetrics } from './metrics-settings.ts';
import { parseUrl } from './parse-url.ts';
import { readPortalSource, readTokenKey } from './portal-source.ts';
import { readProxy } from './proxy.ts';
import { readRedis } from './redis.ts';
import { withSecretFiles } from './secret-files.ts';
import { readTraces } from './trace-settings.ts';
import { settingReader, type Environment, type Parsed, type ReadSetting } from './setting-reader.ts';
import { parseTrustedProxies } from './trusted-proxies.ts';

/** The settings are not usable. `problems` lists every mistake, each as a sentence that quotes no value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads and checks all settings.
 *
 * @throws SettingsError listing every mistake, so that an operator can fix them all at once
 */
export function readSettings(given: Environment): Settings {
  const { environment, problems: ofFiles } = withSecretFiles(given);
  const problems: string[] = [...ofFiles];
  const read = settingReader(environment, problems);

  const production = read('NODE_ENV', 'development', parseNodeEnv) === 'production';
  const host = read('HOST', '127.0.0.1', parseHost);
  const loopback = isLoopback(host);
  const open = read('GATEWAY_OPEN', false, parseYes);
  const callers = readCallers(read, problems);
  const tokenKey = readTokenKey(read);
  const portal = readPortalSource(read, problems, tokenKey);
  const passedThrough = portal.kind === 'passed-through';
  const settings: Settings = {
    production,
    host,
    port: read('PORT', 4000, wholeNumber(0, 65_535)),
    loopbackOnly: loopback && !open && !callers && !passedThrough,
    callers,
    trustedProxies: read('GATEWAY_TRUSTED_PROXIES', [], parseTrustedProxies),
    maxConnections: read('GATEWAY_MAX_CONNECTIONS', 1_000, wholeNumber(10, 100_000)),
    keepAliveMs: read('GATEWAY_KEEP_ALIVE_MS', 75_000, wholeNumber(1_000, 3_600_000)),
    headersMs: read('GATEWAY_HEADERS_TIMEOUT_MS', 10_000, wholeNumber(1_000, 600_000)),
    requestsPerMinute: read('GATEWAY_REQUESTS_PER_MINUTE', 600, parseRequestLimit),
    costLimit: read('GATEWAY_COST_LIMIT', 10_000, wholeNumber(100, 1_000_000)),
    corsOrigins: read('GATEWAY_CORS_ORIGINS', [], parseOrigins),
    corsHeaders: read('GATEWAY_CORS_HEADERS', [], parseHeaderNames),
    logLevel: read('LOG_LEVEL', 'info', parseLogLevel),
    logFormat: read<LogFormat | undefined>('LOG_FORMAT', undefined, parseLogFormat),
    traces: readTraces(read),
    metrics: readMetrics(read, problems, { host: parseHost, port: wholeNumber(0, 65_535) }),
    portal,
    ...readTimes(read),
    privateAddresses: read('BITRIX24_PRIVATE_ADDRESSES', [], parseAddressRanges),
    repeatAddsAfterMs: read('BITRIX24_REPEAT_ADDS_AFTER_MS', 10_000, wholeNumber(10_000, MOST_RUN_MS)),
    longestRunMs: read('BITRIX24_LONGEST_RUN_MS', LONGEST_RUN_MS, wholeNumber(10_000, MOST_RUN_MS)),
    idempotency: {
      keepMs: read('GATEWAY_IDEMPOTENCY_KEEP_MS', 86_400_000, wholeNumber(60_000, 604_800_000)),
      maxOutcomes: read('GATEWAY_IDEMPOTENCY_KEYS', 100_000, wholeNumber(1_000, 1_000_000)),
    },
    proxy: readProxy(read),
    rateLimit: read('BITRIX24_RATE_LIMIT', DEFAULT_RATE_LIMIT, parseRateLimit),
    redis: readRedis(read, problems, tokenKey),
  };

  problems.push(...unknownSettings(environment));
  if (open && callers) {
    problems.push(
      'GATEWAY_OPEN admits unauthenticated callers, but GATEWAY_API_KEYS and the GATEWAY_JWT_ settings do not: set one or the other.',
    );
  }
  if (!loopback && !open && !callers && !passedThrough) {
    problems.push(
      'HOST is not a loopback address, so anyone who can reach it could manage your lines: set GATEWAY_API_KEYS or GATEWAY_JWT_JWKS_URL so that callers must authenticate, set GATEWAY_OPEN=yes to admit unauthenticated callers, or leave HOST at 127.0.0.1.',
    );
  }
  const noPortal = !Object.entries(environment).some(([name, value]) => isSet(name, value, 'BITRIX24_'));
  if (noPortal && (production || !loopback || open)) {
    problems.push(
      'BITRIX24_WEBHOOK_URL is not set: the embedded emulator replaces a portal only outside production, on a loopback HOST and without GATEWAY_OPEN.',
    );
  } else if (!noPortal && problems.length === 0 && portal.kind === 'embedded-emulator') {
    problems.push('BITRIX24_WEBHOOK_URL is not set, but other BITRIX24_ settings are.');
  }
  if (production && settings.logFormat === 'pretty')
    problems.push('LOG_FORMAT=pretty is for people at a terminal: remove it in production.');
  if (portal.kind === 'webhook' && settings.privateAddresses.length > 0) {
    problems.push(
      'BITRIX24_PRIVATE_ADDRESSES does nothing for BITRIX24_WEBHOOK_URL, which may be at any address: remove it.',
    );
  }
  if (portal.kind === 'application' && callers?.apiKeys.some(({ portals }) => portals === undefined)) {
    problems.push(
      'GATEWAY_API_KEYS must list the "portals" of each key, by member_id or as "*", because an application may be installed on several portals.',
    );
  }

  if (problems.length > 0) throw new SettingsError(problems);
  return Object.freeze(settings);
}

/** The limit of every plan except Enterprise. Source: Bitrix24 REST documentation, "Limits". */
const DEFAULT_RATE_LIMIT: RateLimit = { burst: 50, perSecond: 2 };

/** The most that an operator may assume of a portal. */
const MOST_RUN_MS = 600_000;

/** Time after the last write for reading it back and for sending the response. */
const AFTER_WRITE_MS = 10_000;

function readTimes(read: ReadSetting): Pick<Settings, 'deadlines' | 'drain'> {
  const readMs = read('BITRIX24_READ_DEADLINE_MS', 20_000, wholeNumber(1_000, 60_000));
  const writeMs = read('BITRIX24_WRITE_DEADLINE_MS', 45_000, wholeNumber(1_000, 120_000));
  return {
    deadlines: { readMs, writeMs },
    drain: {
      delayMs: read('GATEWAY_DRAIN_DELAY_MS', 0, wholeNumber(0, 600_000)),
      timeoutMs: read('GATEWAY_DRAIN_TIMEOUT_MS', writeMs + AFTER_WRITE_MS, wholeNumber(0, 600_000)),
    },
  };
}

function wholeNumber(from: number, to: number) {
  return (text: string): Parsed<number> => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return value >= from && value <= to
      ? { value }
      : { problem: `must be a whole number from ${String(from)} to ${String(to)}` };
  };
}

function parseRequestLimit(text: string): Parsed<number | undefined> {
  if (text === 'off') return { value: undefined };
  const parsed = wholeNumber(1, 1_000_000)(text);
  return 'value' in parsed ? parsed : { problem: `${parsed.problem}, or "off"` };
}

function parseHost(text: string): Parsed<string> {
  return isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)
    ? { value: text }
    : { problem: 'must be an IP address or a host name, without scheme, port or path' };
}

function parseYes(text: string): Parsed<boolean> {
  return text === 'yes' ? { value: true } : { problem: 'must be exactly "yes", or not set' };
}

function parseNodeEnv(text: string): Parsed<string> {
  return ['production', 'development', 'test'].includes(text)
    ? { value: text }
    : { problem: 'must be production, development or test, or not set' };
}

function parseLogLevel(text: string): Parsed<LogLevel> {
  const value = LOG_LEVELS.find((level) => level === text);
  return value ? { value } : { problem: `must be one of ${LOG_LEVELS.join(', ')}` };
}

function parseLogFormat(text: string): Parsed<LogFormat> {
  const value = LOG_FORMATS.find((format) => format === text);
  return value ? { value } : { problem: `must be one of ${LOG_FORMATS.join(', ')}` };
}

function parseOrigins(text: string): Parsed<readonly string[]> {
  const origins = text.split(',').map((part) => part.trim());
  return origins.every(isOrigin)
    ? { value: origins }
    : {
        problem:
          'must be a comma-separated list of origins such as https://app.example.com (scheme and host, without path or *)',
      };
}

function parseHeaderNames(text: string): Parsed<readonly string[]> {
  const names = text.split(',').map((part) => part.trim().toLowerCase());
  // RFC 9110, a token; `*` would let pages send anything.
  return names.every((name) => /^[\w!#$%&'+.^`|~-]+$/.test(name))
    ? { value: names }
    : { problem: 'must be a comma-separated list of names of headers such as x-tenant' };
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && parseUrl(text)?.origin === text;
}

function parseRateLimit(text: string): Parsed<RateLimit | undefined> {
  if (text === 'off') return { value: undefined };
  const [burst, perSecond, ...others] = text
    .split('/')
    .map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : 0));
  return burst && perSecond && others.length === 0
    ? { value: { burst, perSecond } }
    : {
        problem:
          'must be "off" or a burst and a number of requests per second, such as 50/2 (250/5 on the Enterprise plan)',
      };
}
