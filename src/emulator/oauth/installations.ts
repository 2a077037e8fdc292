import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Callers, TokenOptions } from '../store/callers.ts';
import type { AuthorizationServer } from './authorization-server.ts';

/** The application that is registered from the start; tests may register others. */
export const DEFAULT_APPLICATION = { clientId: 'local.emulated', clientSecret: 'emulatedsecret' } as const;

export interface InstallationOptions extends Partial<
  Omit<TokenOptions, 'accessToken' | 'applicationId' | 'expiresAt' | 'state'>
> {
  /** Default: the application that is registered from the start. */
  readonly clientId?: string;
}

export interface UpdateOptions extends InstallationOptions {
  /** Whether the portal gives the application another token for its events. Default: false. */
  readonly newApplicationToken?: boolean;
}

/** The applications on one portal. Source: Bitrix24 REST documentation, "OnAppInstall" and the events beside it. */
export interface Installations {
  /** The vendor's id of the portal. It does not depend on the portal's address. */
  readonly memberId: string;
  /** Installs an application. Returns the form that the portal sends to it, `ONAPPINSTALL`. */
  installApplication(options?: InstallationOptions): URLSearchParams;
  /** Installs a new version of an application. Returns `ONAPPUPDATE`, with tokens as of an installation. */
  updateApplication(options?: UpdateOptions): URLSearchParams;
  /** Returns `ONAPPMETHODCONFIRM`: an administrator has allowed or denied the application a method. */
  methodConfirmed(method: string, isAllowed: boolean, clientId?: string): URLSearchParams;
  /** Removes an application and its tokens. Returns `ONAPPUNINSTALL`, which contains no tokens. */
  uninstallApplication(clientId?: string): URLSearchParams;
  /** Makes the access tokens of an application expire now. */
  expireAccessTokens(clientId?: string): void;
}

export interface InstallationDependencies {
  readonly memberId: string;
  readonly clock: Clock;
  readonly callers: Callers;
  readonly authorizationServer: AuthorizationServer;
  readonly origin: () => string;
}

export function createInstallations(dependencies: InstallationDependencies): Installations {
  const { memberId, clock, callers, authorizationServer, origin } = dependencies;
  const applicationTokens = new Map<string, string>();
  const accessTokens = new Map<string, string[]>();
  const endpoint = () => `${origin()}/rest/`;
  const event = (name: string, data: Record<string, string>, auth: Record<string, string>) => {
    const form = new URLSearchParams({ event: name });
    for (const [field, value] of Object.entries(data)) form.set(`data[${field}]`, value);
    form.set('ts', String(Math.floor(clock.now() / 1000)));
    for (const [field, value] of Object.entries(auth)) form.set(`auth[${field}]`, value);
    return form;
  };

  /** What every event carries: no tokens. */
  const commonAuth = (clientId: string) => ({
    domain: new URL(origin()).host,
    server_endpoint: `${authorizationServer.origin()}/rest/`,
    client_endpoint: endpoint(),
    member_id: memberId,
    application_token: applicationTokens.get(clientId) ?? '',
  });

  function grantedEvent(
    name: string,
    data: Record<string, string>,
    { clientId = DEFAULT_APPLICATION.clientId, ...account }: InstallationOptions,
  ): URLSearchParams {
    const userId = account.userId ?? 1;
    const tokens = authorizationServer.grant(clientId, {
      memberId,
      endpoint,
      userId,
      accept: (accessToken, expiresAt) => {
        callers.addToken({ ...account, accessToken, applicationId: clientId, expiresAt });
        accessTokens.set(clientId, [...(accessTokens.get(clientId) ?? []), accessToken]);
      },
    });
    return event(
      name,
      { ...data, LANGUAGE_ID: 'en' },
      {
        ...commonAuth(clientId),
        access_token: tokens.accessToken,
        refresh_token: tokens.refreshToken,
        expires: String(Math.floor(tokens.expiresAt / 1000)),
        expires_in: '3600',
        scope: 'telephony,call',
        status: 'L',
        user_id: String(userId),
      },
    );
  }

  return {
    memberId,
    installApplication: (options = {}) => {
      applicationTokens.set(
        options.clientId ?? DEFAULT_APPLICATION.clientId,
        randomBytes(16).toString('hex'),
      );
      return grantedEvent('ONAPPINSTALL', { VERSION: '1', ACTIVE: 'Y', INSTALLED: 'Y' }, options);
    },
    updateApplication: ({ newApplicationToken = false, ...options } = {}) => {
      const { clientId = DEFAULT_APPLICATION.clientId } = options;
      if (newApplicationToken) applicationTokens.set(clientId, randomBytes(16).toString('hex'));
      return grantedEvent('ONAPPUPDATE', { VERSION: '2', PREVIOUS_VERSION: '1' }, options);
    },
    methodConfirmed: (method, isAllowed, clientId = DEFAULT_APPLICATION.clientId) => {
      const [TOKEN = ''] = accessTokens.get(clientId)?.slice(-1) ?? [];
      return event(
        'ONAPPMETHODCONFIRM',
        { TOKEN, METHOD: method, CONFIRMED: isAllowed ? '1' : '0', LANGUAGE_ID: 'en' },
        commonAuth(clientId),
      );
    },
    uninstallApplication: (clientId = DEFAULT_APPLICATION.clientId) => {
      authorizationServer.revoke(clientId, memberId);
      for (const token of accessTokens.get(clientId) ?? []) callers.removeToken(token);
      accessTokens.delete(clientId);
      return event('ONAPPUNINSTALL', { LANGUAGE_ID: 'en', CLEAN: '0' }, commonAuth(clientId));
    },
    expireAccessTokens: (clientId = DEFAULT_APPLICATION.clientId) => {
      for (const token of accessTokens.get(clientId) ?? []) callers.setTokenState(token, 'expired');
    },
  };
}
