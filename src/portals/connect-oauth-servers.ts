import { TOKEN_ANSWER } from '../bitrix24/protocol/answer-bounds.ts';
import { createTransport } from '../bitrix24/protocol/transport.ts';
import type { ApplicationSource } from '../config/config.ts';
import type { ProxySettings } from '../config/proxy.ts';
import { Secret } from '../config/secret.ts';
import { createOAuthServers, type OAuthServers } from '../credentials/application/oauth-servers.ts';

export interface OAuthConnectionOptions {
  readonly userAgent: string;
  readonly proxy: ProxySettings | undefined;
  readonly certificateAuthority?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
}

/** How long a request to the authorization server may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** The authorization servers over HTTP. Their addresses are fixed, and redirects are not followed. */
export function connectOAuthServers(
  { oauthServers, clientId, clientSecret }: ApplicationSource,
  { userAgent, proxy, certificateAuthority, wallClock }: OAuthConnectionOptions,
): OAuthServers & { readonly close: () => void } {
  const transport = createTransport({
    userAgent,
    proxy,
    bounds: TOKEN_ANSWER,
    ...(certificateAuthority && { certificateAuthority }),
  });
  const servers = createOAuthServers({
    urls: oauthServers,
    clientId,
    clientSecret,
    now: wallClock,
    postForm: (url, form) =>
      transport.post({
        url: new Secret(url),
        body: form.reveal(),
        contentType: 'application/x-www-form-urlencoded',
        timeoutMs: TIMEOUT_MS,
      }),
  });
  return { ...servers, close: transport.close };
}
