import type { Config, PortalSource } from '../config/config.ts';
import type { Secret } from '../config/secret.ts';

/** The secrets to keep out of the log and of traces. An application's tokens change all the time; they are masked by name. */
export function secretsOf(source: PortalSource, { proxy, redis }: Config): readonly Secret[] {
  const others = [proxy, redis].flatMap((each) => (each?.password ? [each.url, each.password] : []));
  const keys = redis ? [redis.key] : [];
  switch (source.kind) {
    case 'webhook':
      return [...others, ...keys, source.webhook.base, source.webhook.code];
    case 'application':
      return [...others, source.clientSecret, source.tokenKey];
    case 'passed-through':
      return [...others, ...keys];
  }
}
