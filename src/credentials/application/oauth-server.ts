import { z } from 'zod';
import { isLoopback } from '../../config/loopback.ts';
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
}

/** The vendor's server that renews the tokens of applications. */
export interface OAuthServer {
  /**
   * Exchanges a refresh token.
   *
   * @throws GrantError
   */
  refresh(refreshToken: Secret): Promise<Grant>;
}

/** Sends a form and returns the response, whatever it is; rejects if there is none. */
export type PostForm = (
  url: string,
  form: Secret,
) => Promise<{ readonly status: number; readonly body: string }>;

export interface OAuthServerOptions {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly postForm: PostForm;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Source: Bitrix24 REST documentation, "OAuth 2.0", "Extending authorization". */
export function createOAuthServer(options: OAuthServerOptions): OAuthServer {
  const { url, clientId, clientSecret, postForm, now } = options;
  // An emulated server may name emulated portals; the vendor's must not direct tokens to plain HTTP.
  const isLocal = isLoopback(new URL(url).hostname);
  return {
    async refresh(refreshToken) {
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
  client_endpoint: z.url(),
  // It becomes part of a file name.
  member_id: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
});

function isEndpoint(text: string, isLocal: boolean): boolean {
  const url = new URL(text);
  const isSafe =
    url.protocol === 'https:' || (isLocal && url.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe && url.href === `${url.origin}/rest/`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
