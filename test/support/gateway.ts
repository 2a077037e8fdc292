import { PassThrough } from 'node:stream';
import { startApp, type App, type AppOptions } from '../../src/app/app.ts';
import { openPortal } from '../../src/app/open-portal.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { TokenOptions } from '../../src/emulator/store/callers.ts';
import { createLineCheck } from './documented-lines.ts';
import { linesOf } from './log-lines.ts';
import { patientClock } from './patient-clock.ts';
import type { TestRedis } from './redis.ts';
import { sendRequest, type TestRequest, type TestResponse } from './send-request.ts';
import { expectTypedErrors } from './typed-errors.ts';

const TOKEN = 'sentinel-application-token';

const expectDocumented = createLineCheck();

/** A GraphQL answer as a client sees it. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLErrorAnswer[];
}

export interface GraphQLErrorAnswer {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Record<string, unknown>;
}

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly app: App;
  readonly emulator: Emulator;
  /** Everything logged so far. */
  readonly log: () => string;
  readonly query: (query: string, variables?: Record<string, unknown>) => Promise<GraphQLAnswer>;
  /** Sends any request to the endpoint. */
  readonly send: (init: TestRequest) => Promise<GraphQLAnswer>;
  readonly close: () => Promise<void>;
}

export interface TestGatewayOptions {
  readonly emulator?: EmulatorOptions;
  /** An address other than the emulator's own; empty for none. */
  readonly webhookUrl?: (emulator: Emulator) => string;
  /** Calls the portal with a token of an application, which an administrator has confirmed, instead of the webhook. */
  readonly asApplication?: Partial<TokenOptions>;
  readonly environment?:
    Readonly<Record<string, string>> | ((emulator: Emulator) => Readonly<Record<string, string>>);
  /**
   * The Redis that it shares with other replicas. The gateway waits patiently for it, except while it is killed or frozen, or
   * `app` has another clock.
   */
  readonly redis?: Pick<TestRedis, 'url' | 'isAway'>;
  readonly app?: Partial<AppOptions>;
}

/**
 * The whole program on free ports: a real Apollo Server in front of a real HTTP portal. Every answer is checked for
 * errors that clients cannot read as their code promises, and the log for lines and fields that are documented nowhere.
 */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const emulator = await startEmulator(options.emulator ?? {});
  const { asApplication } = options;
  const { host } = new URL(emulator.origin);
  if (asApplication) {
    emulator.portal.addToken({ accessToken: TOKEN, applicationId: 'app.1', ...asApplication });
    emulator.portal.confirmMethod('app.1', 'voximplant.user.get', 'allowed');
  }
  const lines = new PassThrough();
  let logged = '';
  lines.on('data', (chunk: Buffer) => {
    logged += chunk.toString();
  });
  const { environment = {}, redis } = options;
  const config = readSettings({
    PORT: '0',
    LOG_LEVEL: 'trace',
    ...(asApplication
      ? { BITRIX24_PASSTHROUGH_PORTALS: host }
      : { BITRIX24_WEBHOOK_URL: options.webhookUrl?.(emulator) ?? emulator.webhookUrl }),
    BITRIX24_RATE_LIMIT: 'off',
    GATEWAY_REQUESTS_PER_MINUTE: 'off',
    ...(redis && { REDIS_URL: redis.url, GATEWAY_TOKEN_KEY: 'ab'.repeat(32) }),
    ...(typeof environment === 'function' ? environment(emulator) : environment),
  });
  const portal = await openPortal(config);
  const app = await startApp({
    config,
    source: portal.source,
    logDestination: lines,
    ...(redis && { clock: patientClock(redis.isAway) }),
    ...options.app,
  });
  const send = async (init: TestRequest) => toAnswer(await sendRequest(app.url, init));
  const close = async () => {
    await app.close();
    await portal.close();
    await emulator.close();
    for (const line of linesOf(logged)) expectDocumented(line);
  };
  return {
    url: app.url,
    app,
    emulator,
    log: () => logged,
    send,
    query: (query, variables) =>
      send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(asApplication && { 'x-bitrix24-portal': host, 'x-bitrix24-token': TOKEN }),
        },
        body: JSON.stringify({ query, variables }),
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toAnswer(response: TestResponse): GraphQLAnswer {
  let body: unknown;
  try {
    body = JSON.parse(response.text);
  } catch {
    body = {};
  }
  expectTypedErrors(body);
  return { ...response, ...(body as object) };
}
