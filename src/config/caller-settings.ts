import { parseApiKeys, type ApiKey } from './api-key-setting.ts';
import type { CallerSettings } from './config.ts';
import { isLoopback } from './loopback.ts';
import { parseUrl } from './parse-url.ts';
import { anyText, type Parsed, type ReadSetting } from './setting-reader.ts';

/** How callers authenticate; undefined where they do not have to. */
export function readCallers(read: ReadSetting, problems: string[]): CallerSettings | undefined {
  const apiKeys = read<readonly ApiKey[]>('GATEWAY_API_KEYS', [], parseApiKeys);
  const jwksUrl = read('GATEWAY_JWT_JWKS_URL', '', parseJwksUrl);
  const issuer = read('GATEWAY_JWT_ISSUER', '', anyText);
  const audience = read('GATEWAY_JWT_AUDIENCE', '', anyText);
  const given = [jwksUrl, issuer, audience].filter((text) => text !== '').length;
  if (given > 0 && given < 3) {
    problems.push(
      'GATEWAY_JWT_JWKS_URL, GATEWAY_JWT_ISSUER and GATEWAY_JWT_AUDIENCE belong together: set all three.',
    );
  }
  const jwt = given === 3 ? { jwksUrl, issuer, audience } : undefined;
  return apiKeys.length > 0 || jwt ? { apiKeys, jwt } : undefined;
}

function parseJwksUrl(text: string): Parsed<string> {
  const url = parseUrl(text);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  return safe && !url.username && !url.password
    ? { value: text }
    : {
        problem: 'must be an https:// address without a user name (http:// is accepted on this machine only)',
      };
}
