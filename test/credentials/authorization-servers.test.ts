import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { createEncryptedFile } from '../../src/state/encrypted-file.ts';
import { authOf, startApplication, TOKEN_KEY, type ApplicationGateway } from '../support/application.ts';

const LINES = '{ sipLines { totalCount } }';
const EASTERN_ID = 'c'.repeat(32);

/** A portal with an authorization server of its own. */
let eastern: Emulator;
let application: ApplicationGateway;
beforeEach(async () => {
  eastern = await startEmulator({ memberId: EASTERN_ID });
  await start([eastern]);
});
afterEach(async () => {
  await application[Symbol.asyncDispose]();
  await eastern.close();
});

/** @param known portals whose servers are in the settings beside that of the first portal */
async function start(known: readonly Emulator[]): Promise<void> {
  application = await startApplication({
    environment: (portal) => ({
      BITRIX24_OAUTH_SERVER: [portal, ...known].map(({ origin }) => `${origin}/oauth/token/`).join(', '),
    }),
  });
}

const refreshesOf = ({ portal }: Emulator) => portal.journal.entries('oauth/token').length;
const askEastern = () => application.ask(LINES, { portal: EASTERN_ID });

describe('two authorization servers', () => {
  it('each renew the tokens of their own portals, also after a restart', async () => {
    await application.install();
    await application.install(eastern);
    expect([application.refreshes(), refreshesOf(eastern)]).toEqual([1, 1]);
    eastern.portal.expireAccessTokens();
    expect((await askEastern()).errors).toBeUndefined();
    expect([application.refreshes(), refreshesOf(eastern)]).toEqual([1, 2]);

    await using second = await startApplication({ environment: () => application.environment });
    eastern.portal.expireAccessTokens();
    expect((await second.ask(LINES, { portal: EASTERN_ID })).errors).toBeUndefined();
    expect([application.refreshes(), refreshesOf(eastern)]).toEqual([1, 3]);
  });

  it('are the only ones that an event may name', async () => {
    await application[Symbol.asyncDispose]();
    await start([]);
    const long = `https://${'ж'.repeat(300)}/rest/`;
    for (const server of [
      `${eastern.origin}/rest/`,
      'https://oauth.bitrix.info.example/rest/',
      'x',
      '',
      long,
    ]) {
      const form = eastern.portal.installApplication();
      form.set('auth[server_endpoint]', server);
      expect((await application.sendEvent(form)).status).toBe(403);
    }
    expect([application.refreshes(), refreshesOf(eastern)]).toEqual([0, 0]);
  });

  it('are told apart by the answer where an event names none', async () => {
    const form = application.portal.portal.installApplication();
    form.delete('auth[server_endpoint]');
    expect((await application.sendEvent(form)).status).toBe(200);
    expect(application.refreshes()).toBe(1);
  });

  it('are learnt for installations of a version that knew only one', async () => {
    await application.install();
    const file = createEncryptedFile(application.tokenFile, new Secret(TOKEN_KEY));
    const stored = async () =>
      Object.values(JSON.parse((await file.read()) ?? '') as Record<string, Record<string, unknown>>);
    const [installation] = await stored();
    const { oauthServer, ...old } = installation ?? {};
    expect(oauthServer).toBe(`${application.portal.origin}/oauth/token/`);
    await file.write(JSON.stringify({ [application.portal.portal.memberId]: old }));
    application.portal.portal.expireAccessTokens();
    expect((await application.ask(LINES)).errors).toBeUndefined();
    expect(await stored()).toMatchObject([{ oauthServer }]);
  });
});

describe('ONAPPUPDATE', () => {
  it('brings new tokens, and another application token that later events carry', async () => {
    await application.install();
    const { portal } = application.portal;
    const form = portal.updateApplication({ newApplicationToken: true });
    expect(form.get('event')).toBe('ONAPPUPDATE');
    expect((await application.sendEvent(form)).status).toBe(200);
    expect((await application.ask(LINES)).errors).toBeUndefined();
    expect((await application.sendEvent(portal.uninstallApplication())).status).toBe(200);
    expect((await application.ask(LINES)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is refused if another user brings another application token while the held ones work', async () => {
    const installed = await application.install();
    const { portal } = application.portal;
    const form = portal.updateApplication({ newApplicationToken: true, userId: 666, canManageLines: false });
    expect((await application.sendEvent(form)).status).toBe(403);
    const uninstall = portal.methodConfirmed('voximplant.user.get', true);
    uninstall.set('auth[application_token]', authOf(installed, 'application_token'));
    expect((await application.sendEvent(uninstall)).status).toBe(200);
    expect((await application.ask(LINES)).errors).toBeUndefined();
  });

  it('must be proven', async () => {
    const form = application.portal.portal.updateApplication();
    form.set('auth[refresh_token]', 'f'.repeat(70));
    expect((await application.sendEvent(form)).status).toBe(403);
  });
});

describe('ONAPPMETHODCONFIRM', () => {
  it('is acknowledged with the application token, and refused without', async () => {
    await application.install();
    const form = application.portal.portal.methodConfirmed('voximplant.user.get', true);
    expect((await application.sendEvent(form)).status).toBe(200);
    form.set('auth[application_token]', 'wrong');
    expect((await application.sendEvent(form)).status).toBe(403);
  });
});
