import { z } from 'zod';
import { isLoopback } from '../../config/loopback.ts';
import { parseUrl, urlOf } from '../../config/parse-url.ts';
import { Secret } from '../../config/secret.ts';
import { createScrubber } from '../../observability/scrubber.ts';

/** What the authorization server returns for a refresh token. All of it comes from the server's response alone. */
export interface Grant {
  readonly memberId: string;
  /** `https://PORTAL/rest/` */
  readonly endpoint: string;
  readonly accessToken: Secret;
  /** Replaces the one that was exchanged. */
  readonly refreshToken: Secret;
  /** Milliseconds since the epoch, by the clock of this machine. */
  readonly expiresAt: number;
  /** The user whose rights the tokens have; undefined if the server did not say. */
  readonly userId: string | undefined;
  /** Address of the server to ask the next time. */
  readonly oauthServer: string;
}

/** What of a grant is kept with an installation. */
export function tokensOf(grant: Grant): Omit<Grant, 'memberId' | 'userId'> {
  const { endpoint, accessToken, refreshToken, expiresAt, oauthServer } = grant;
  return { endpoint, accessToken, refreshToken, expiresAt, oauthServer };
}

/** The authorization server returned no tokens. */
export class GrantError extends Error {
  override readonly name = 'GrantError';
  /** The server's error code, such as `invalid_grant`; undefined if there was no response that could be understood. */
  readonly code: string | undefined;

  constructor(code?: string) {
    super(`no tokens: ${code ?? 'no response'}`);
    this.code = code;
  }

  /** Whether the token will never work again: it is not valid, or the application is gone from the portal. */
  get isFinal(): boolean {
    return this.code !== undefined && FINAL.has(this.code.toUpperCase());
  }
}

const FINAL = new Set(['INVALID_GRANT', 'NOT_INSTALLED']);

/** The vendor's servers that renew the tokens of applications. */
export interface OAuthServers {
  /**
   * The address of the server that a portal names as its `server_endpoint`, such as `https://oauth.bitrix.info/rest/`.
   * Undefined if it is none of the known ones: no other may be asked.
   */
  addressOf(endpoint: string): string | undefined;
  /**
   * Exchanges a refresh token.
   *
   * @param server address of the server that the portal belongs to. If it is undefined or no longer in the settings,
   * the first one is asked.
   * @throws GrantError
   */
  refresh: (refreshToken: Secret, server: string | undefined) => Promise<Grant>;
}

/** Sends a form and returns the response, whatever it is; rejects if there is none. */
export type PostForm = (
  url: string,
  form: Secret,
) => Promise<{ readonly status: number; readonly body: string }>;

export interface OAuthServersOptions {
  readonly urls: readonly [string, ...string[]];
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly postForm: PostForm;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Source: Bitrix24 REST documentation, "OAuth 2.0", "Extending authorization". */
export function createOAuthServers(options: OAuthServersOptions): OAuthServers {
  const { urls, clientId, clientSecret, postForm, now } = options;

  const addressOf = (endpoint: string) => {
    const origin = parseUrl(endpoint)?.origin;
    return urls.find((url) => urlOf(url).origin === origin);
  };

  return {
    addressOf,
    async refresh(refreshToken, server) {
      const url = urls.find((known) => known === server) ?? urls[0];
      // An emulated server may name emulated portals; the vendor's must not direct tokens to plain HTTP.
      const isLocal = isLoopback(urlOf(url).hostname);
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        refresh_token: refreshToken.reveal(),
      });
      const askedAt = now();
      const { status, body } = await postForm(url, new Secret(form.toString())).catch(() => {
        throw new GrantError();
      });
      const answer = parseJson(body);
      const refusal = REFUSAL.safeParse(answer);
      if (refusal.success) {
        const { scrub } = createScrubber([clientSecret, refreshToken]);
        throw new GrantError(status < 500 ? scrub(refusal.data.error) : undefined);
      }
      const granted = ANSWER.safeParse(answer);
      if (status !== 200 || !granted.success || !isEndpoint(granted.data.client_endpoint, isLocal))
        throw new GrantError();
      const { data } = granted;
      return {
        memberId: data.member_id,
        endpoint: data.client_endpoint,
        accessToken: new Secret(data.access_token),
        refreshToken: new Secret(data.refresh_token),
        expiresAt: askedAt + data.expires_in * 1000,
        userId: data.user_id,
        oauthServer: addressOf(data.server_endpoint ?? '') ?? url,
      };
    },
  };
}

const REFUSAL = z.object({ error: z.string().regex(/^\w{1,100}$/) });

const TOKEN = z.string().min(1).max(4_000);

const ANSWER = z.object({
  access_token: TOKEN,
  refresh_token: TOKEN,
  expires_in: z.coerce.number().positive().max(1e9),
  client_endpoint: z.string(),
  user_id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  server_endpoint: z.string().optional().catch(undefined),
  // It becomes part of a file name.
  member_id: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
});

function isEndpoint(text: string, isLocal: boolean): boolean {
  const url = parseUrl(text);
  const isSafe =
    url?.protocol === 'https:' || (isLocal && url?.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe && url.href === `${url.origin}/rest/`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
