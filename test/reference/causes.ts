import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startApplication } from '../support/application.ts';
import {
  startGateway,
  type GraphQLAnswer,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../support/issuer.ts';

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface Responded {
  readonly status: number;
  readonly text: string;
  /** The address of the portal, which the response may contain. */
  readonly portal: string;
}

/** Sends an operation to a gateway with a problem, which it starts and stops. */
export type Respond = (operation: Operation) => Promise<Responded>;

async function at(
  options: TestGatewayOptions,
  ask: (gateway: TestGateway) => Promise<GraphQLAnswer>,
): Promise<Responded> {
  await using gateway = await startGateway(options);
  const { status, text } = await ask(gateway);
  return { status, text, portal: gateway.emulator.origin };
}

const asking =
  ({ query, variables }: Operation) =>
  (gateway: TestGateway) =>
    gateway.query(query, variables);

/** With another `Authorization` than none. */
const askingAs = (authorization: string | undefined, operation: Operation) => (gateway: TestGateway) =>
  gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(operation),
  });

/** The gateway requires keys, and knows one with the scope to read. */
export const atKeyedGateway = (caller: 'valid key' | 'no key'): Respond => {
  const key = 'tg_key-of-a-reader';
  const sha256 = createHash('sha256').update(key).digest('hex');
  const keys = [{ name: 'reader', sha256, scopes: ['telephony:read'] }];
  return (operation) =>
    at(
      { environment: { GATEWAY_API_KEYS: JSON.stringify(keys) } },
      askingAs(caller === 'valid key' ? `Bearer ${key}` : undefined, operation),
    );
};

/** The keys of the tokens' issuer cannot be fetched. */
export const withFailingIssuer: Respond = async (operation) => {
  await using issuer = await startIssuer();
  issuer.setState('failing');
  const token = await issuer.sign({ scope: 'telephony:read' });
  const environment = {
    GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
    GATEWAY_JWT_ISSUER: ISSUER,
    GATEWAY_JWT_AUDIENCE: AUDIENCE,
  };
  return await at({ environment }, askingAs(`Bearer ${token}`, operation));
};

/** The portal has no such webhook any more. */
export const withDeletedWebhook: Respond = (operation) =>
  at({ webhookUrl: ({ origin }) => `${origin}/rest/1/deletedwebhook1/` }, asking(operation));

/** The gateway is an application that no administrator allowed to read users. */
export const byUnconfirmedApplication =
  (confirmation: 'waiting' | 'denied'): Respond =>
  (operation) =>
    at({ asApplication: {} }, (gateway) => {
      gateway.emulator.portal.confirmMethod('app.1', 'voximplant.user.get', confirmation);
      return asking(operation)(gateway);
    });

/** Nothing listens where the portal should be. */
export const withoutPortal: Respond = (operation) =>
  at(
    {
      webhookUrl: () => 'http://127.0.0.1:9/rest/1/emulatorwebhook1/',
      app: { clock: hurriedClock(5) },
    },
    asking(operation),
  );

/** The portal receives requests and never responds. */
export const withSilentPortal: Respond = (operation) =>
  at({ environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' }, app: { clock: hurriedClock(2) } }, (gateway) => {
    gateway.emulator.portal.faults.inject({ kind: 'hang', times: Infinity });
    return asking(operation)(gateway);
  });

/** The file with the application's tokens cannot be read. */
export const withDamagedTokens: Respond = async ({ query }) => {
  await using application = await startApplication();
  await application.install();
  await writeFile(application.tokenFile, 'damaged');
  const { status, text } = await application.ask(query);
  return { status, text, portal: application.portal.origin };
};

/** The body of the request arrives when the gateway is already stopping. */
export const whileShuttingDown: Respond = async (operation) => {
  await using gateway = await startGateway();
  const { hostname, port } = new URL(gateway.url);
  const body = JSON.stringify(operation);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${String(body.length)}\r\nExpect: 100-continue\r\n\r\n`,
  );
  // "100 Continue": the gateway has the head of the request.
  await once(socket, 'data');
  const closed = gateway.app.close();
  socket.write(body);
  const response = await text(socket);
  await closed;
  const [, status = '', json = ''] = /^HTTP\/1\.1 (\d+) [^]*?\r\n\r\n([^]*)$/.exec(response) ?? [];
  return { status: Number(status), text: json, portal: gateway.emulator.origin };
};
