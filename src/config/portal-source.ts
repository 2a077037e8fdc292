import type { ConfiguredSource, PortalSource } from './config.ts';
import { isLoopback } from './loopback.ts';
import { parseAllowedPortals } from './allowed-portals.ts';
import { parseUrl } from './parse-url.ts';
import { Secret } from './secret.ts';
import { anyText, type Parsed, type ReadSetting } from './setting-reader.ts';
import { parseWebhookUrl } from './webhook-url.ts';

/**
 * The vendor's servers that renew tokens. Each portal belongs to one. Source: Bitrix24 REST documentation, "OAuth 2.0".
 */
const OAUTH_SERVERS = [
  'https://oauth.bitrix24.tech/oauth/token/',
  'https://oauth.bitrix.info/oauth/token/',
] as const;

const DEFAULT_TOKEN_FILE = 'bitrix24-tokens.jwe';

/** Where the gateway finds its portals: the embedded emulator if the settings name no source. */
export function readPortalSource(
  read: ReadSetting,
  problems: string[],
  tokenKey: Secret | undefined,
): ConfiguredSource {
  const sources = [
    { name: 'BITRIX24_WEBHOOK_URL', source: read('BITRIX24_WEBHOOK_URL', undefined, parseWebhook) },
    { name: 'BITRIX24_CLIENT_ID', source: readApplication(read, problems, tokenKey) },
    {
      name: 'BITRIX24_PASSTHROUGH_PORTALS',
      source: read('BITRIX24_PASSTHROUGH_PORTALS', undefined, parsePassthrough),
    },
  ].filter(({ source }) => source !== undefined);
  if (sources.length > 1) {
    problems.push(`${sources.map(({ name }) => name).join(' and ')} cannot be combined: set only one.`);
  }
  return sources[0]?.source ?? { kind: 'embedded-emulator' };
}

/** The key that encrypts what is stored; undefined if it is not set. */
export function readTokenKey(read: ReadSetting): Secret | undefined {
  const key = read('GATEWAY_TOKEN_KEY', '', parseKey);
  return key === '' ? undefined : new Secret(key);
}

function readApplication(
  read: ReadSetting,
  problems: string[],
  tokenKey: Secret | undefined,
): PortalSource | undefined {
  const clientId = read('BITRIX24_CLIENT_ID', '', anyText);
  const clientSecret = read('BITRIX24_CLIENT_SECRET', '', anyText);
  const tokenFile = read('GATEWAY_TOKEN_FILE', '', anyText);
  const oauthServers = read('BITRIX24_OAUTH_SERVER', undefined, parseLocalAddresses);
  // With Redis, every source has the key.
  const keyOfApplication = read('REDIS_URL', false, () => ({ value: true })) ? undefined : tokenKey;
  const given = [clientId, clientSecret, tokenFile].some((text) => text !== '');
  if (!given && !keyOfApplication && oauthServers === undefined) return undefined;
  if (clientId === '' || clientSecret === '' || !tokenKey) {
    problems.push(
      'BITRIX24_CLIENT_ID, BITRIX24_CLIENT_SECRET and GATEWAY_TOKEN_KEY belong together: set all three.',
    );
  }
  return {
    kind: 'application',
    clientId,
    clientSecret: new Secret(clientSecret),
    oauthServers: oauthServers ?? OAUTH_SERVERS,
    tokenFile: tokenFile || DEFAULT_TOKEN_FILE,
    tokenKey: tokenKey ?? new Secret(''),
  };
}

function parseWebhook(text: string): Parsed<PortalSource | undefined> {
  const parsed = parseWebhookUrl(text);
  return 'value' in parsed ? { value: { kind: 'webhook', webhook: parsed.value } } : parsed;
}

function parsePassthrough(text: string): Parsed<PortalSource | undefined> {
  const parsed = parseAllowedPortals(text);
  return 'value' in parsed ? { value: { kind: 'passed-through', patterns: parsed.value } } : parsed;
}

function parseKey(text: string): Parsed<string> {
  return /^[0-9a-f]{64}$/i.test(text)
    ? { value: text }
    : { problem: 'must be 64 hexadecimal digits, as "openssl rand -hex 32" prints them' };
}

// These servers receive the application's secret, and their responses about portals are trusted.
function parseLocalAddresses(text: string): Parsed<readonly [string, ...string[]] | undefined> {
  const urls = text.split(',').map((each) => parseUrl(each.trim()));
  const [first, ...others] = urls.map((url) =>
    url && /^https?:$/.test(url.protocol) && isLoopback(url.hostname) ? url.href : undefined,
  );
  const rest = others.filter((href) => href !== undefined);
  return first !== undefined && rest.length === others.length
    ? { value: [first, ...rest] }
    : { problem: 'must be the address of an emulator on this machine; do not set it for real portals' };
}
