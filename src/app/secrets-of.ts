import type { PortalSource } from '../config/config.ts';
import type { ProxySettings } from '../config/proxy.ts';
import type { Secret } from '../config/secret.ts';

/** The secrets to keep out of the log and of traces. An application's tokens change all the time; they are masked by name. */
export function secretsOf(source: PortalSource, proxy: ProxySettings | undefined): readonly Secret[] {
  const ofProxy = proxy?.password ? [proxy.url, proxy.password] : [];
  switch (source.kind) {
    case 'webhook':
      return [...ofProxy, source.webhook.base, source.webhook.code];
    case 'application':
      return [...ofProxy, source.clientSecret, source.tokenKey];
    case 'passed-through':
      return ofProxy;
  }
}
