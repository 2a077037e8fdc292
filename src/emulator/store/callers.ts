import type { Generation } from '../rest/error.ts';
import { systemErrors } from '../rest/system-errors.ts';
import type { Authorization } from '../rest/read-call.ts';

/** Rights of the user behind a webhook or token, as far as telephony needs them. */
export interface Rights {
  /** Manage numbers — modify. */
  readonly canManageLines: boolean;
  /** User settings — modify. */
  readonly canManageUsers: boolean;
  /** Outgoing call — perform. */
  readonly canCall: boolean;
  /** Call details — view. */
  readonly canViewStatistics: boolean;
}

/** Who makes a call. */
export interface Caller extends Rights {
  readonly kind: 'webhook' | 'application';
  /** Empty for webhooks. */
  readonly accessToken: string;
  /** Identifies the webhook or application that the operating budget belongs to. */
  readonly budgetKey: string;
  /**
   * Identifies the owner of lines. Empty for webhooks: they have no application, and see each other's lines and
   * people's.
   */
  readonly applicationId: string;
  readonly userId: number;
  readonly scopes: readonly string[];
}

interface Account extends Partial<Rights> {
  /** The user it acts for. Default: 1. */
  readonly userId?: number;
  /** Default: telephony and call. */
  readonly scopes?: readonly string[];
}

/** An inbound webhook. */
export interface WebhookOptions extends Account {
  /** The secret in the path. */
  readonly code: string;
  /** Webhooks with different values do not see each other's lines. Default: empty, as on a real portal. */
  readonly applicationId?: string;
  /** `user-blocked`: its user has left or may no longer use it. Default: active. */
  readonly state?: 'active' | 'user-blocked';
}

/** An access token of an OAuth application. */
export interface TokenOptions extends Account {
  readonly accessToken: string;
  readonly applicationId: string;
  /** Milliseconds since the epoch; never by default. */
  readonly expiresAt?: number;
  /** Default: valid. */
  readonly state?: TokenState;
}

/**
 * - `user-excluded`: the administrator denied this user the application.
 * - `user-blocked`: the user is blocked or dismissed.
 * - `application-missing`: the portal does not know the application that the token is for.
 */
export type TokenState = 'valid' | 'expired' | 'user-excluded' | 'user-blocked' | 'application-missing';

/** The webhooks and access tokens that the portal accepts. */
export interface Callers {
  addWebhook(webhook: WebhookOptions): void;
  removeWebhook(code: string): void;
  addToken(token: TokenOptions): void;
  setTokenState(accessToken: string, state: TokenState): void;
  removeToken(accessToken: string): void;
  webhooks(): readonly WebhookOptions[];
  /** The access tokens of an application. */
  tokensOf(applicationId: string): readonly string[];
  /** Returns the caller, or throws the RestError of a real portal. */
  authenticate(authorization: Authorization, now: number): Caller;
}

export function createCallers(generation: Generation): Callers {
  const isNewer = generation === 'newer';
  const webhooks = new Map<string, WebhookOptions>();
  const tokens = new Map<string, TokenOptions>();

  function authenticateToken(accessToken: string, now: number): Caller {
    const token = tokens.get(accessToken);
    if (token === undefined) throw systemErrors.invalidToken();
    if (token.state === 'expired' || now >= (token.expiresAt ?? Infinity)) throw systemErrors.expiredToken();
    if (token.state === 'user-excluded') throw systemErrors.userAccess();
    if (token.state === 'user-blocked') throw systemErrors.unauthorizedUser();
    if (token.state === 'application-missing') throw systemErrors.applicationNotFound();
    const { applicationId } = token;
    return callerOf(token, { kind: 'application', accessToken, budgetKey: applicationId, applicationId });
  }

  return {
    addWebhook: (webhook) => void webhooks.set(webhook.code, webhook),
    removeWebhook: (code) => void webhooks.delete(code),
    addToken: (token) => void tokens.set(token.accessToken, token),
    setTokenState: (accessToken, state) => {
      const token = tokens.get(accessToken);
      if (token === undefined) throw new Error('setTokenState: the portal has no such access token.');
      tokens.set(accessToken, { ...token, state });
    },
    removeToken: (accessToken) => void tokens.delete(accessToken),
    webhooks: () => [...webhooks.values()],
    tokensOf: (applicationId) =>
      [...tokens.values()]
        .filter((token) => token.applicationId === applicationId)
        .map(({ accessToken }) => accessToken),
    authenticate: (authorization, now) => {
      if (authorization.kind === 'none') throw systemErrors.noAuth();
      if (authorization.kind === 'token') return authenticateToken(authorization.token, now);
      const webhook = webhooks.get(authorization.code);
      if (webhook === undefined || String(webhook.userId ?? 1) !== authorization.userId)
        throw isNewer ? systemErrors.unknownWebhook() : systemErrors.noAuth();
      if (webhook.state === 'user-blocked')
        throw isNewer ? systemErrors.unauthorizedUser() : systemErrors.invalidCredentials();
      const { code, applicationId = '' } = webhook;
      return callerOf(webhook, {
        kind: 'webhook',
        accessToken: '',
        budgetKey: `webhook ${code}`,
        applicationId,
      });
    },
  };
}

type Identity = Pick<Caller, 'kind' | 'accessToken' | 'budgetKey' | 'applicationId'>;

function callerOf(account: Account, identity: Identity): Caller {
  return {
    ...identity,
    userId: account.userId ?? 1,
    scopes: account.scopes ?? ['telephony', 'call'],
    canManageLines: account.canManageLines ?? true,
    canManageUsers: account.canManageUsers ?? true,
    canCall: account.canCall ?? true,
    canViewStatistics: account.canViewStatistics ?? true,
  };
}
