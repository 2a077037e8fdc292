import type { Environment } from './setting-reader.ts';

/** The settings with one of {@link PREFIXES}. Every other name with such a prefix stops the start. */
export const KNOWN_SETTINGS: ReadonlySet<string> = new Set([
  'BITRIX24_CLIENT_ID',
  'BITRIX24_CLIENT_SECRET',
  'BITRIX24_LONGEST_RUN_MS',
  'BITRIX24_OAUTH_SERVER',
  'BITRIX24_PASSTHROUGH_PORTALS',
  'BITRIX24_PRIVATE_ADDRESSES',
  'BITRIX24_WEBHOOK_URL',
  'BITRIX24_RATE_LIMIT',
  'BITRIX24_READ_DEADLINE_MS',
  'BITRIX24_REPEAT_ADDS_AFTER_MS',
  'BITRIX24_WRITE_DEADLINE_MS',
  'GATEWAY_API_KEYS',
  'GATEWAY_CORS_HEADERS',
  'GATEWAY_CORS_ORIGINS',
  'GATEWAY_COST_LIMIT',
  'GATEWAY_DRAIN_DELAY_MS',
  'GATEWAY_DRAIN_TIMEOUT_MS',
  'GATEWAY_HEADERS_TIMEOUT_MS',
  'GATEWAY_IDEMPOTENCY_KEEP_MS',
  'GATEWAY_IDEMPOTENCY_KEYS',
  'GATEWAY_JWT_AUDIENCE',
  'GATEWAY_JWT_ISSUER',
  'GATEWAY_JWT_JWKS_URL',
  'GATEWAY_KEEP_ALIVE_MS',
  'GATEWAY_MAX_CONNECTIONS',
  'GATEWAY_OPEN',
  'GATEWAY_REQUESTS_PER_MINUTE',
  'GATEWAY_TOKEN_FILE',
  'GATEWAY_TOKEN_KEY',
  'GATEWAY_TRUSTED_PROXIES',
  'LOG_FORMAT',
  'LOG_LEVEL',
  'METRICS_HOST',
  'METRICS_PORT',
]);

const PREFIXES = ['BITRIX24_', 'GATEWAY_', 'LOG_', 'METRICS_'];

/** What systemd sets for a service with a log of its own. */
const SET_BY_OTHERS: ReadonlySet<string> = new Set(['LOG_NAMESPACE']);

// Kubernetes exposes a service named "gateway" to every pod as GATEWAY_SERVICE_HOST, GATEWAY_PORT and so on.
const KUBERNETES_SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\d+_(TCP|UDP).*)?)$/;

/** A problem for each: otherwise a misspelt setting would be ignored silently, and with it perhaps a protection. */
export function unknownSettings(environment: Environment): string[] {
  return Object.entries(environment)
    .filter(
      ([name, value]) =>
        PREFIXES.some((prefix) => isSet(name, value, prefix)) &&
        !KNOWN_SETTINGS.has(name) &&
        !SET_BY_OTHERS.has(name),
    )
    .map(([name]) => `${name} is not a setting of this version: see docs/settings.md.`);
}

/** Whether a variable is set and its name begins with the prefix, except what Kubernetes sets. */
export function isSet(name: string, value: string | undefined, prefix: string): boolean {
  return name.startsWith(prefix) && !!value?.trim() && !KUBERNETES_SERVICE_LINK.test(name);
}
