import { isLoopback } from './loopback.ts';
import { parseUrl } from './parse-url.ts';
import { Secret } from './secret.ts';
import type { Parsed } from './setting-reader.ts';

/** The address of an inbound webhook, in its parts. Source: Bitrix24 REST documentation, "Inbound webhooks". */
export interface WebhookUrl {
  /** `https://PORTAL/rest/USER_ID/CODE/`: append the name of a method to get the address to call. */
  readonly base: Secret;
  /** The secret part of the path on its own, so that it can be found in texts. */
  readonly code: Secret;
  /** Host and port of the portal. */
  readonly host: string;
}

const WEBHOOK_PATH = /^\/rest\/\d+\/([A-Za-z0-9_-]+)\/?$/;

/** A webhook's address, or a description of the mistake that does not quote it. */
export function parseWebhookUrl(text: string): Parsed<WebhookUrl> {
  const url = parseUrl(text);
  const code = url && WEBHOOK_PATH.exec(url.pathname)?.[1];
  if (!url || !code || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    return { problem: 'must look like https://YOUR-PORTAL/rest/USER_ID/CODE/, as the portal displays it' };
  }
  if (url.username || url.password) return { problem: 'must not contain a user name or password' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'must use https:// (http:// is accepted for a portal on this machine only)' };
  }
  const base = new Secret(`${url.origin}${url.pathname.replace(/\/?$/, '/')}`);
  return { value: { base, code: new Secret(code), host: url.host } };
}

/**
 * Reads an address that is known to be a webhook's, such as an emulator's.
 *
 * @throws TypeError if it is not
 */
export function webhookUrlOf(text: string): WebhookUrl {
  const parsed = parseWebhookUrl(text);
  if ('problem' in parsed) throw new TypeError(`The webhook's address ${parsed.problem}.`);
  return parsed.value;
}
