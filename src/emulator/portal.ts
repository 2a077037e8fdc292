import { createFaults } from './faults/faults.ts';
import type { Faults } from './faults/faults.ts';
import { handleRequest } from './handle-request.ts';
import { createJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { methodsWith } from './methods/registry.ts';
import type { Method } from './methods/method.ts';
import { answerTokenRequest, isTokenPath } from './oauth/answer-token-request.ts';
import { createAuthorizationServer } from './oauth/authorization-server.ts';
import type { AuthorizationServer } from './oauth/authorization-server.ts';
import { createInstallations, DEFAULT_APPLICATION } from './oauth/installations.ts';
import type { Installations } from './oauth/installations.ts';
import { DEFAULT_MEMBER_ID, DEFAULT_WEBHOOK_CODE, secondsOf } from './options.ts';
import type { PortalOptions } from './options.ts';
import { createPortalAdministration } from './portal-administration.ts';
import type { PortalAdministration } from './portal-administration.ts';
import type { PortalAnswer, PortalRequest } from './request.ts';
import { textsOf } from './methods/translated-texts.ts';
import { createCallers } from './store/callers.ts';
import { createPortalState } from './portal-state.ts';

/** A Bitrix24 portal with telephony, independent of HTTP: it takes a request and returns its outcome. */
export interface Portal extends PortalAdministration, Installations {
  readonly journal: Journal;
  readonly faults: Faults;
  /** The vendor's server that renews tokens. Portals may share one. */
  readonly authorizationServer: AuthorizationServer;
  handle(request: PortalRequest): Promise<PortalAnswer>;
  /** Resolves when no work is running in the background, after its request has ended. */
  idle(): Promise<void>;
  /**
   * Restores the initial state: no lines, no faults, empty journal, full limits. Keeps webhooks, tokens, applications.
   */
  reset(): void;
}

export function createPortal(options: PortalOptions): Portal {
  const { clock, random, latency = 'none', edition = 'cloud', utcOffsetMinutes = 180 } = options;
  const { generation = 'older' } = options;
  const journal = createJournal(options.journalLimit ?? 100_000);
  const faults = createFaults(random);
  const callers = createCallers(generation);
  const catalogue = methodsWith(options.callbackScope ?? 'telephony');
  const methodsByName = new Map(catalogue.map((method) => [method.name, method] as const));
  const background = new Set<Promise<unknown>>();
  let state = createPortalState(options);

  const context = {
    get store() {
      return state.store;
    },
    get carrier() {
      return state.carrier;
    },
    get users() {
      return state.users;
    },
    get calls() {
      return state.calls;
    },
    get connector() {
      return state.connector;
    },
    get settings() {
      const { cloudLimit, infocallLimit } = state;
      const { deactivatePhoneWorks = false, usersByWebhook = false, storedTitleLength = Infinity } = options;
      return {
        cloudLimit,
        infocallLimit,
        utcOffsetMinutes,
        storedTitleLength,
        deactivatePhoneWorks,
        usersByWebhook,
      };
    },
    texts: textsOf(options.language ?? 'en'),
    catalogue: () => catalogue,
    origin: options.origin ?? (() => 'https://portal.example'),
    now: () => clock.now(),
    random,
  };

  const commands = {
    clock,
    context,
    get budget() {
      return state.budget;
    },
    journal,
    faults,
    method: (name: string) => methodsByName.get(name),
    secondsOf: (method: Method) => secondsOf(latency, method.name, method.seconds),
    generation,
    reportsOperating: edition === 'cloud',
    utcOffsetMinutes,
  };

  function inBackground(work: () => Promise<unknown>): void {
    const running: Promise<unknown> = work()
      // Such work only fails if the clock is stopped, and then its result is not awaited.
      .catch(() => undefined)
      .finally(() => background.delete(running));
    background.add(running);
  }

  const environment = { options, state: () => state, callers, commands, inBackground };
  const administration = createPortalAdministration({ state: () => state, callers, clock });
  administration.addWebhook(options.webhook ?? { code: DEFAULT_WEBHOOK_CODE });
  const {
    authorizationServer = createAuthorizationServer(clock, context.origin),
    memberId = DEFAULT_MEMBER_ID,
  } = options;
  authorizationServer.register(DEFAULT_APPLICATION);
  const installations = createInstallations({
    memberId,
    clock,
    callers,
    authorizationServer,
    origin: context.origin,
  });

  return {
    ...administration,
    ...installations,
    journal,
    faults,
    authorizationServer,
    handle: (request) =>
      isTokenPath(request.path)
        ? answerTokenRequest(request, { clock, journal, faults, inBackground, authorizationServer })
        : handleRequest(request, environment),
    idle: async () => {
      while (background.size > 0) await Promise.all(background);
    },
    reset: () => {
      state = createPortalState(options);
      journal.clear();
      faults.clear();
    },
  };
}
