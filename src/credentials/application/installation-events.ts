import { createHash, timingSafeEqual } from 'node:crypto';
import { Secret } from '../../config/secret.ts';
import type { Installation, InstallationStore } from '../../state/installations.ts';
import { GrantError, type Grant, type OAuthServer } from './oauth-server.ts';

/** What became of an event: taken, not proven, not provable at the moment, or none that is known here. */
export type EventOutcome = 'accepted' | 'refused' | 'unavailable' | 'unknown';

/** Takes an event of a portal as the form that it sends. Source: Bitrix24 REST documentation, "Events of applications". */
export type HandleEvent = (form: URLSearchParams) => Promise<EventOutcome>;

export interface InstallationEventOptions {
  readonly store: InstallationStore;
  readonly oauth: OAuthServer;
}

/** What a token looks like; nothing else is worth asking the vendor. */
const TOKEN = /^[\w.-]{8,500}$/;

/**
 * Installs and removes the application. Anybody can send such a form, so of an installation nothing is believed but
 * that its refresh token is worth something together with our secret; and a removal must show what only the portal
 * and the gateway know.
 */
export function createInstallationEvents({ store, oauth }: InstallationEventOptions): HandleEvent {
  async function install(form: URLSearchParams): Promise<EventOutcome> {
    const refreshToken = form.get('auth[refresh_token]') ?? '';
    const applicationToken = form.get('auth[application_token]') ?? '';
    if (!TOKEN.test(refreshToken) || !TOKEN.test(applicationToken)) return 'refused';
    // A token that is exchanged and then cannot be kept would be lost.
    await store.all();
    const grant = await refresh(new Secret(refreshToken));
    if (typeof grant === 'string') return grant;
    return store.alone(grant.memberId, async () => {
      const held = await store.find(grant.memberId);
      // Any user of the portal may hold a refresh token: it must not put itself in the place of one that works.
      if (held && !held.reinstallNeeded && !isEqual(held.applicationToken, applicationToken)) {
        const renewed = await refresh(held.refreshToken);
        if (renewed === 'unavailable') return renewed;
        if (renewed !== 'refused') {
          // Tokens of another portal are not what was asked for.
          if (renewed.memberId !== held.memberId) return 'unavailable';
          await store.replace(held.memberId, held, { ...held, ...renewed });
          return 'refused';
        }
      }
      const next: Installation = {
        ...grant,
        applicationToken: new Secret(applicationToken),
        reinstallNeeded: false,
      };
      return (await store.replace(grant.memberId, held, next)) ? 'accepted' : 'unavailable';
    });
  }

  async function refresh(refreshToken: Secret): Promise<Grant | 'refused' | 'unavailable'> {
    try {
      return await oauth.refresh(refreshToken);
    } catch (error) {
      if (!(error instanceof GrantError)) throw error;
      return error.code === 'invalid_grant' ? 'refused' : 'unavailable';
    }
  }

  async function uninstall(form: URLSearchParams): Promise<EventOutcome> {
    const memberId = form.get('auth[member_id]') ?? '';
    const applicationToken = form.get('auth[application_token]') ?? '';
    const held = await store.find(memberId);
    if (!held || !isEqual(held.applicationToken, applicationToken)) return 'refused';
    return store.alone(memberId, async () => {
      const now = await store.find(memberId);
      if (!now) return 'accepted';
      if (!isEqual(now.applicationToken, applicationToken)) return 'refused';
      return (await store.replace(memberId, now, undefined)) ? 'accepted' : 'unavailable';
    });
  }

  return (form) => {
    switch (form.get('event')) {
      case 'ONAPPINSTALL':
        return install(form);
      case 'ONAPPUNINSTALL':
        return uninstall(form);
      default:
        return Promise.resolve('unknown');
    }
  };
}

/** Hashed first, so that texts of any length take the same time. */
function isEqual(secret: Secret, shown: string): boolean {
  const [one, other] = [secret.reveal(), shown].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
