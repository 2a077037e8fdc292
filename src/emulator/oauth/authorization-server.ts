import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { jsonAnswer } from '../rest/http-answer.ts';
import type { HttpAnswer } from '../request.ts';

/** An OAuth application as its developer registered it with the vendor. */
export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A portal as the authorization server knows it. */
export interface GrantingPortal {
  readonly memberId: string;
  /** `https://PORTAL/rest/` */
  readonly endpoint: () => string;
  readonly userId: number;
  /** Makes the portal accept an access token. */
  readonly accept: (accessToken: string, expiresAt: number) => void;
}

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Whether a refresh token still works after it has been exchanged. The vendor does not document which applies to a
 * client that lost the response to a refresh.
 */
export type RefreshTokenReuse = 'refused' | 'accepted';

/** One of the vendor's authorization servers, which several portals may belong to. */
export interface AuthorizationServer {
  /** `https://SERVER`, without a trailing slash. */
  readonly origin: () => string;
  register(application: Application): void;
  /** Issues the first tokens of an application on a portal. */
  grant(clientId: string, portal: GrantingPortal): IssuedTokens;
  /** Revokes what a portal granted. Its refresh tokens no longer work. */
  revoke(clientId: string, memberId: string): void;
  /** How it refuses the refresh tokens of a portal that has uninstalled the application. Default: invalid_grant. */
  setRevokedError(error: 'invalid_grant' | 'NOT_INSTALLED'): void;
  setRefreshTokenReuse(reuse: RefreshTokenReuse): void;
  /** Whether the vendor requires payment before it renews tokens. */
  setPaymentRequired(required: boolean): void;
  /** Handles a request for tokens. */
  token(parameters: ReadonlyMap<string, unknown>): HttpAnswer;
}

interface Grant {
  readonly clientId: string;
  readonly portal: GrantingPortal;
  readonly expiresAt: number;
}

const ACCESS_TOKEN_MS = 3_600_000;
const REFRESH_TOKEN_MS = 180 * 24 * 3_600_000;

/** @param origin the address that portals name as that of their server */
export function createAuthorizationServer(clock: Clock, origin: () => string): AuthorizationServer {
  const applications = new Map<string, string>();
  const grants = new Map<string, Grant>();
  const revoked = new Set<string>();
  let revokedError = 'invalid_grant';
  let reuse: RefreshTokenReuse = 'refused';
  let paymentRequired = false;

  function issue(clientId: string, portal: GrantingPortal): IssuedTokens {
    const now = clock.now();
    const tokens = {
      accessToken: randomBytes(35).toString('hex'),
      refreshToken: randomBytes(35).toString('hex'),
      expiresAt: now + ACCESS_TOKEN_MS,
    };
    portal.accept(tokens.accessToken, tokens.expiresAt);
    grants.set(tokens.refreshToken, { clientId, portal, expiresAt: now + REFRESH_TOKEN_MS });
    return tokens;
  }

  return {
    origin,
    register: ({ clientId, clientSecret }) => void applications.set(clientId, clientSecret),
    grant: issue,
    revoke: (clientId, memberId) => {
      for (const [token, grant] of grants) {
        if (grant.clientId === clientId && grant.portal.memberId === memberId) {
          grants.delete(token);
          revoked.add(token);
        }
      }
    },
    setRevokedError: (error) => {
      revokedError = error;
    },
    setRefreshTokenReuse: (value) => {
      reuse = value;
    },
    setPaymentRequired: (required) => {
      paymentRequired = required;
    },
    token: (parameters) => {
      const text = (name: string) => {
        const value = parameters.get(name);
        return typeof value === 'string' ? value : '';
      };
      const clientId = text('client_id');
      if (text('grant_type') !== 'refresh_token' || text('refresh_token') === '')
        return refusal(400, 'invalid_request');
      if (!applications.has(clientId) || applications.get(clientId) !== text('client_secret'))
        return refusal(401, 'invalid_client');
      if (revoked.has(text('refresh_token'))) return refusal(400, revokedError);
      const grant = grants.get(text('refresh_token'));
      if (grant?.clientId !== clientId || clock.now() >= grant.expiresAt)
        return refusal(400, 'invalid_grant');
      if (paymentRequired) return refusal(402, 'PAYMENT_REQUIRED');
      if (reuse === 'refused') grants.delete(text('refresh_token'));
      const { portal } = grant;
      const tokens = issue(clientId, portal);
      return jsonAnswer(200, {
        access_token: tokens.accessToken,
        expires: Math.floor(tokens.expiresAt / 1000),
        expires_in: ACCESS_TOKEN_MS / 1000,
        scope: 'telephony,call',
        domain: new URL(origin()).host,
        server_endpoint: `${origin()}/rest/`,
        status: 'L',
        client_endpoint: portal.endpoint(),
        member_id: portal.memberId,
        user_id: portal.userId,
        refresh_token: tokens.refreshToken,
      });
    },
  };
}

function refusal(status: number, error: string): HttpAnswer {
  return jsonAnswer(status, { error });
}
