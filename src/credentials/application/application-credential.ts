import { urlOf } from '../../config/parse-url.ts';
import { Secret } from '../../config/secret.ts';
import {
  StoreUnavailableError,
  type Installation,
  type InstallationStore,
} from '../../state/installations.ts';
import { CredentialError, type Credential } from '../credential.ts';
import { portalKeyOf } from '../portal-key.ts';
import { GrantError, tokensOf, type Grant, type OAuthServers } from './oauth-servers.ts';
import type { SharedBudget } from './shared-budget.ts';

export interface ApplicationCredentialOptions {
  readonly installation: Installation;
  readonly store: InstallationStore;
  readonly oauth: OAuthServers;
  /** The renewals that all portals together may cause; without a limit by default. */
  readonly renewals?: SharedBudget | undefined;
  /** Milliseconds since the epoch: tokens are kept with the date of their end. */
  readonly wallClock: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** Called once when the application has to be installed again. */
  readonly onReinstallNeeded?: () => void;
}

/** How many replaced token sets a portal may still quote: those of calls in flight and of the last hour. */
const MAX_REPLACED = 20;

/** For how many milliseconds a failed renewal is not retried: the vendor blocks clients that retry too fast. */
const RENEWAL_PAUSE_MS = { refused: 60_000, unavailable: 5_000 } as const;

/**
 * The most renewals of one portal in this many milliseconds: a portal that calls every new token expired would
 * otherwise cost the vendor's server an exchange for each request.
 */
const RENEWALS = { max: 6, windowMs: 60_000 } as const;

export interface ApplicationCredential extends Credential {
  /** Whether it holds tokens that the vendor has issued and the store has not accepted yet. */
  readonly hasUnstoredTokens: boolean;
}

/**
 * The credential of an application that is installed on a portal. Its access token is renewed when it has expired or
 * the portal says so: once, however many calls need it, and it is stored before it is used. Source: Bitrix24 REST
 * documentation, "OAuth 2.0".
 */
export function createApplicationCredential(options: ApplicationCredentialOptions): ApplicationCredential {
  const { store, oauth, renewals, wallClock, now, onReinstallNeeded } = options;
  const { memberId } = options.installation;
  let latest = options.installation;
  let replaced: readonly Installation[] = [];
  let reportedExpired = '';
  let renewing: Promise<Installation> | undefined;
  let pause: { readonly until: number; readonly error: CredentialError } | undefined;
  let renewedAt: readonly number[] = [];
  let unstored: { readonly refreshToken: string; readonly grant: Grant } | undefined;

  const isCurrent = ({ accessToken, expiresAt }: Installation) =>
    wallClock() < expiresAt && accessToken.reveal() !== reportedExpired;

  function use(installation: Installation): void {
    const isSame =
      installation.accessToken.reveal() === latest.accessToken.reveal() &&
      installation.refreshToken.reveal() === latest.refreshToken.reveal() &&
      installation.applicationToken.reveal() === latest.applicationToken.reveal();
    if (!isSame) replaced = [latest, ...replaced].slice(0, MAX_REPLACED);
    latest = installation;
  }

  async function find(): Promise<Installation> {
    const found = await store.find(memberId);
    if (!found) throw new CredentialError('not-installed');
    if (found.reinstallNeeded) throw new CredentialError('reinstall-needed');
    use(found);
    return found;
  }

  async function current(): Promise<Installation> {
    const found = await find();
    if (isCurrent(found)) return found;
    if (pause && now() < pause.until) throw pause.error;
    renewing ??= store.withLock(memberId, renew).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function renew(): Promise<Installation> {
    // Another process or a new installation may have renewed it meanwhile.
    const held = await find();
    if (isCurrent(held)) return held;
    const grant = await exchange(held);
    const next = { ...held, ...tokensOf(grant) };
    const stored = await store.replace(memberId, held, next);
    unstored = undefined;
    // If it could not be replaced, whatever is stored now is newer.
    if (!stored) return find();
    use(next);
    return next;
  }

  /** For how many milliseconds this portal's own limit admits no renewal; 0 if it does. */
  function ownWaitMs(): number {
    renewedAt = renewedAt.filter((at) => now() - at < RENEWALS.windowMs);
    const [oldest] = renewedAt;
    if (oldest === undefined || renewedAt.length < RENEWALS.max) return 0;
    return Math.ceil(RENEWALS.windowMs - (now() - oldest));
  }

  async function exchange(held: Installation): Promise<Grant> {
    // The tokens of an exchange that could not be stored: the refresh token that they replace may no longer be valid.
    if (unstored?.refreshToken === held.refreshToken.reveal()) return unstored.grant;
    const retryAfterMs = ownWaitMs() || (renewals?.take(memberId) ?? 0);
    if (retryAfterMs > 0) throw new CredentialError('too-many-renewals', { retryAfterMs });
    try {
      const grant = await oauth.refresh(held.refreshToken, held.oauthServer);
      renewedAt = [...renewedAt, now()];
      if (grant.memberId !== memberId) throw new GrantError();
      unstored = { refreshToken: held.refreshToken.reveal(), grant };
      return grant;
    } catch (error) {
      if (!(error instanceof GrantError)) throw error;
      if (error.isFinal) {
        const isStill = await store.replace(memberId, held, { ...held, reinstallNeeded: true });
        if (isStill) onReinstallNeeded?.();
        // Otherwise the application has just been installed again: the next call finds its new tokens.
        throw new CredentialError(isStill ? 'reinstall-needed' : 'unavailable', { code: error.code });
      }
      const failure = failureOf(error);
      const pauseMs =
        failure.reason === 'unavailable' ? RENEWAL_PAUSE_MS.unavailable : RENEWAL_PAUSE_MS.refused;
      pause = { until: now() + pauseMs, error: failure };
      throw failure;
    }
  }

  return {
    portalKey: portalKeyOf(memberId),
    chargedAs: 'application',
    ofCaller: false,
    ofApplication: true,
    get hasUnstoredTokens() {
      return unstored !== undefined;
    },
    get portalHost() {
      return urlOf(latest.endpoint).host;
    },
    get secrets() {
      return [latest, ...replaced].flatMap(({ accessToken, refreshToken, applicationToken }) => [
        accessToken,
        refreshToken,
        applicationToken,
      ]);
    },
    async authorize(method, params) {
      const { endpoint, accessToken } = await current().catch((error: unknown) => {
        throw error instanceof StoreUnavailableError ? new CredentialError('store-unavailable') : error;
      });
      return {
        url: new Secret(endpoint + method),
        params: { ...params, auth: accessToken.reveal() },
        onExpired: () => {
          reportedExpired = accessToken.reveal();
        },
      };
    },
  };
}

function failureOf({ code }: GrantError): CredentialError {
  if (code === undefined) return new CredentialError('unavailable');
  const reason = code.toUpperCase() === 'PAYMENT_REQUIRED' ? 'payment-required' : 'refused';
  return new CredentialError(reason, { code });
}
