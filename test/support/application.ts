import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppOptions } from '../../src/app/app.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { startGateway, type GraphQLAnswer, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import { sendRequest, type TestRequest, type TestResponse } from './send-request.ts';

export const TOKEN_KEY = '5e'.repeat(32);
export const OTHER_MEMBER_ID = 'b'.repeat(32);

/** A gateway with an application that two portals may install. */
export interface ApplicationGateway extends AsyncDisposable {
  readonly gateway: TestGateway;
  /** The portal of the gateway, and another that knows the same authorization server. */
  readonly portal: Emulator;
  readonly other: Emulator;
  readonly tokenFile: string;
  /** What configures another gateway like this one. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sends an event to the gateway as a portal does, or whatever is made of it. */
  sendEvent(form: URLSearchParams, init?: TestRequest): Promise<GraphQLAnswer>;
  /** Installs the application on a portal; fails if the gateway does not accept that. */
  install(portal?: Emulator): Promise<URLSearchParams>;
  ask(query: string, options?: Asked): Promise<GraphQLAnswer>;
  ready(): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Requests for tokens that reached the authorization server through this portal's host. */
  refreshes(): number;
}

export interface Asked {
  readonly variables?: Record<string, unknown>;
  /** `X-Bitrix24-Portal` */
  readonly portal?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

export interface ApplicationOptions {
  readonly environment?:
    Readonly<Record<string, string>> | ((portal: Emulator) => Readonly<Record<string, string>>);
  readonly redis?: TestGatewayOptions['redis'];
  readonly app?: Partial<AppOptions>;
  readonly emulator?: EmulatorOptions;
}

export async function startApplication(options: ApplicationOptions = {}): Promise<ApplicationGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const tokenFile = join(folder, 'tokens.jwe');
  let environment: Readonly<Record<string, string>> = {};
  const gateway = await startGateway({
    webhookUrl: () => '',
    environment: (emulator) => {
      const { environment: more } = options;
      return (environment = environmentOf(emulator, tokenFile, {
        ...(options.redis && { REDIS_URL: options.redis.url }),
        ...(typeof more === 'function' ? more(emulator) : more),
      }));
    },
    ...(options.redis && { redis: options.redis }),
    ...(options.app && { app: options.app }),
    ...(options.emulator && { emulator: options.emulator }),
  });
  const portal = gateway.emulator;
  const { authorizationServer } = portal.portal;
  const other = await startEmulator({ authorizationServer, memberId: OTHER_MEMBER_ID });
  const at = (path: string) => new URL(path, gateway.url).href;

  const sendEvent = async (form: URLSearchParams, init: TestRequest = {}) =>
    toAnswer(await sendRequest(at('/bitrix24/install'), { method: 'POST', body: form, ...init }));
  return {
    gateway,
    portal,
    other,
    tokenFile,
    environment,
    sendEvent,
    async install(on = portal) {
      const form = on.portal.installApplication();
      const { status, text } = await sendEvent(form);
      if (status !== 200) throw new Error(`the installation was not accepted: ${text}`);
      return form;
    },
    ask: (query, { variables, portal: name, headers, signal } = {}) =>
      gateway.send({
        method: 'POST',
        ...(signal && { signal }),
        headers: {
          'content-type': 'application/json',
          ...(name !== undefined && { 'x-bitrix24-portal': name }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      }),
    async ready() {
      const { status, text } = await sendRequest(at('/health/ready'));
      return { status, body: JSON.parse(text) };
    },
    refreshes: () => portal.portal.journal.entries('oauth/token').length,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await other.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function environmentOf(
  emulator: Emulator,
  tokenFile: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    BITRIX24_CLIENT_ID: 'local.emulated',
    BITRIX24_CLIENT_SECRET: 'emulatedsecret',
    BITRIX24_OAUTH_SERVER: `${emulator.origin}/oauth/token/`,
    GATEWAY_TOKEN_KEY: TOKEN_KEY,
    GATEWAY_TOKEN_FILE: tokenFile,
    ...more,
  };
}

/** What an event says under `auth`. */
export function authOf(form: URLSearchParams, name: string): string {
  return form.get(`auth[${name}]`) ?? '';
}

/** An answer of the authorization server with other tokens than its own, and whatever is changed in it. */
export function grantOf(
  { portal }: ApplicationGateway,
  changes: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    access_token: 'sentinel-access-token',
    refresh_token: 'sentinel-refresh-token',
    expires_in: 3600,
    client_endpoint: `${portal.origin}/rest/`,
    member_id: portal.portal.memberId,
    ...changes,
  });
}

function toAnswer(response: TestResponse): GraphQLAnswer {
  return { ...(JSON.parse(response.text || '{}') as object), ...response };
}
