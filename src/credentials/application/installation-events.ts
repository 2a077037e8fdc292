import { createHash, timingSafeEqual } from 'node:crypto';
import { Secret } from '../../config/secret.ts';
import {
  StoreUnavailableError,
  type Installation,
  type InstallationStore,
} from '../../state/installations.ts';
import { isToken } from '../token.ts';
import { GrantError, tokensOf, type Grant, type OAuthServers } from './oauth-servers.ts';

/** The result of an event: accepted, not proven, impossible to check at the moment, or of an unknown name. */
export type EventOutcome = 'accepted' | 'refused' | 'unavailable' | 'unknown';

/**
 * Handles an event, given as the form that a portal sends. Source: Bitrix24 REST documentation, "Events of
 * applications".
 */
export type HandleEvent = (form: URLSearchParams) => Promise<EventOutcome>;

export interface InstallationEventOptions {
  readonly store: InstallationStore;
  readonly oauth: OAuthServers;
}

/** The events that make the gateway exchange a token at the vendor's server, whoever sent them. */
const EXCHANGING_EVENTS = ['ONAPPINSTALL', 'ONAPPUPDATE'] as const;

/** The events that are handled. */
export const INSTALLATION_EVENTS = [...EXCHANGING_EVENTS, 'ONAPPUNINSTALL', 'ONAPPMETHODCONFIRM'] as const;

/** Whether an event calls the vendor's server: once, or twice if the portal is known already. */
export function exchangesToken(form: URLSearchParams): boolean {
  return exchangingEvent(form) !== undefined;
}

function exchangingEvent(form: URLSearchParams): (typeof EXCHANGING_EVENTS)[number] | undefined {
  return EXCHANGING_EVENTS.find((known) => known === form.get('event'));
}

/**
 * Records and removes installations of the application. Anybody can send such a form. So nothing in an installation is
 * trusted except a refresh token that the vendor accepts together with our secret, and a removal must carry the token
 * that only the portal and the gateway know.
 *
 * An update is an installation that may bring another application token. That is believed if the tokens are those of
 * the user whose tokens the gateway holds.
 */
export function createInstallationEvents({ store, oauth }: InstallationEventOptions): HandleEvent {
  async function install(form: URLSearchParams, isUpdate: boolean): Promise<EventOutcome> {
    const refreshToken = form.get('auth[refresh_token]') ?? '';
    const applicationToken = form.get('auth[application_token]') ?? '';
    if (!isToken(refreshToken) || !isToken(applicationToken)) return 'refused';
    const named = form.get('auth[server_endpoint]');
    const server = named === null ? undefined : oauth.addressOf(named);
    // Whoever forges an event must not choose who receives the application's secret.
    if (named !== null && server === undefined) return 'refused';
    // If the store does not work, exchanging the token would lose it.
    await store.check();
    const grant = await refresh(new Secret(refreshToken), server);
    if (typeof grant === 'string') return grant;
    return store.withLock(grant.memberId, async () => {
      const held = await store.find(grant.memberId);
      // Any user of the portal may hold a refresh token: it must not replace one that works.
      if (held && !held.reinstallNeeded && !isEqual(held.applicationToken, applicationToken)) {
        const renewed = await refresh(held.refreshToken, held.oauthServer);
        if (renewed === 'unavailable') return renewed;
        if (renewed !== 'refused') {
          // The server returned the tokens of another portal.
          if (renewed.memberId !== held.memberId) return 'unavailable';
          if (!isUpdate || renewed.userId === undefined || renewed.userId !== grant.userId) {
            await store.replace(held.memberId, held, { ...held, ...tokensOf(renewed) });
            return 'refused';
          }
        }
      }
      const next: Installation = {
        ...tokensOf(grant),
        memberId: grant.memberId,
        applicationToken: new Secret(applicationToken),
        reinstallNeeded: false,
      };
      return (await store.replace(grant.memberId, held, next)) ? 'accepted' : 'unavailable';
    });
  }

  async function refresh(
    refreshToken: Secret,
    server: string | undefined,
  ): Promise<Grant | 'refused' | 'unavailable'> {
    try {
      return await oauth.refresh(refreshToken, server);
    } catch (error) {
      if (!(error instanceof GrantError)) throw error;
      return error.isFinal ? 'refused' : 'unavailable';
    }
  }

  async function uninstall(form: URLSearchParams): Promise<EventOutcome> {
    const memberId = form.get('auth[member_id]') ?? '';
    const applicationToken = form.get('auth[application_token]') ?? '';
    const held = await store.find(memberId);
    if (!held || !isEqual(held.applicationToken, applicationToken)) return 'refused';
    return store.withLock(memberId, async () => {
      const now = await store.find(memberId);
      if (!now) return 'accepted';
      if (!isEqual(now.applicationToken, applicationToken)) return 'refused';
      return (await store.replace(memberId, now, undefined)) ? 'accepted' : 'unavailable';
    });
  }

  async function acknowledge(form: URLSearchParams): Promise<EventOutcome> {
    const held = await store.find(form.get('auth[member_id]') ?? '');
    const isProven = held && isEqual(held.applicationToken, form.get('auth[application_token]') ?? '');
    return isProven ? 'accepted' : 'refused';
  }

  async function handle(form: URLSearchParams): Promise<EventOutcome> {
    const exchanging = exchangingEvent(form);
    if (exchanging) return install(form, exchanging === 'ONAPPUPDATE');
    switch (form.get('event')) {
      case 'ONAPPUNINSTALL':
        return uninstall(form);
      // The next call finds out what the administrator decided.
      case 'ONAPPMETHODCONFIRM':
        return acknowledge(form);
      default:
        return 'unknown';
    }
  }

  return (form) =>
    handle(form).catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) return 'unavailable';
      throw error;
    });
}

/** Compares hashes, so that the time depends neither on the texts nor on their lengths. */
function isEqual(secret: Secret, given: string): boolean {
  const [one, other] = [secret.reveal(), given].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
