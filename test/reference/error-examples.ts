import type { TelephonyErrorCode } from '../../src/client/client.ts';
import type { GraphQLAnswer, TestGateway } from '../support/gateway.ts';
import {
  atKeyedGateway,
  byUnconfirmedApplication,
  whileShuttingDown,
  withDamagedTokens,
  withDeletedWebhook,
  withFailingIssuer,
  withoutPortal,
  withSilentPortal,
  type Respond,
} from './causes.ts';

/** An operation that fails with a code, and where it does so. */
export interface ErrorExample {
  readonly note: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The wait that the error asks for, in milliseconds. */
  readonly waitMs?: number;
  /** Sends it, if not to the gateway that has nothing special. */
  readonly respond?: Respond;
  /** What has to happen at that gateway first. */
  readonly arrange?: (gateway: TestGateway) => Promise<GraphQLAnswer> | undefined;
}

const ADD = `mutation AddLine($input: AddSipLineInput!) { addSipLine(input: $input) { configId } }`;
const ADD_WITH_KEY = `mutation AddLine($input: AddSipLineInput!, $key: String) {
  addSipLine(input: $input, idempotencyKey: $key) { configId }
}`;
const SALES = { title: 'Sales', server: 'sip.example.com', login: 'sales', password: 'replace-me' };
const OFFICE = { ...SALES, type: 'OFFICE', title: 'Office PBX', login: 'office' };
const KEY = '0f8b2b7e-4b0e-4f0e-9d5c-3b1f6c1f7a10';
const LINES = 'query Lines { sipLines { nodes { configId title } } }';
const USER = 'query User { telephonyUser(userId: 1) { userId innerNumber } }';

type Fault = Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0];

const portalFails = (on: string, status: number, code: string, description: string) => ({
  arrange({ emulator }: TestGateway): undefined {
    const fault: Fault = { kind: 'error', on, status, code, description };
    emulator.portal.faults.inject(fault);
  },
});

export const ERROR_EXAMPLES: Readonly<Record<TelephonyErrorCode, ErrorExample>> = {
  MAX_CLOUD_PBX: {
    note: 'The portal has ten cloud lines, as many as it may have.',
    query: ADD,
    variables: { input: { ...SALES, title: 'Line 11' } },
    arrange({ emulator }) {
      for (let line = 1; line <= 10; line += 1)
        emulator.portal.addForeignLine({ type: 'cloud', title: `Line ${String(line)}` });
      return undefined;
    },
  },
  TITLE_EXISTS: {
    note: 'The portal already has a line with this title.',
    query: ADD,
    variables: { input: OFFICE },
    arrange({ emulator }) {
      emulator.portal.addLineOfPerson({ type: 'office', title: OFFICE.title });
      return undefined;
    },
  },
  BAD_USER_INPUT: {
    note: 'Two values are not allowed.',
    query: ADD,
    variables: { input: { ...SALES, title: ' ', server: '' } },
  },
  NOT_FOUND: {
    note: 'There is no such line.',
    query: 'mutation DeleteLine($configId: ID!) { deleteSipLine(configId: $configId) { id } }',
    variables: { configId: '404' },
  },
  FORBIDDEN: {
    note: 'The API key has the scope telephony:read only.',
    query: ADD,
    variables: { input: SALES },
    respond: atKeyedGateway('valid key'),
  },
  UNAUTHENTICATED: {
    note: 'The gateway requires a key, and the request has none. The whole request is refused.',
    query: LINES,
    respond: atKeyedGateway('no key'),
  },
  AUTHENTICATION_UNAVAILABLE: {
    note: 'The issuer of JSON Web Tokens does not respond. The whole request is refused.',
    query: LINES,
    waitMs: 5_000,
    respond: withFailingIssuer,
  },
  PORTAL_CREDENTIAL_REJECTED: {
    note: 'The webhook of the gateway was deleted on the portal.',
    query: LINES,
    respond: withDeletedWebhook,
  },
  PAYMENT_REQUIRED: {
    note: 'The plan of the portal has expired.',
    query: LINES,
    ...portalFails('voximplant.sip.get', 402, 'PAYMENT_REQUIRED', 'Payment required'),
  },
  CONFIRMATION_REQUIRED: {
    note: 'The gateway is an application, which no administrator has allowed to read users yet.',
    query: USER,
    respond: byUnconfirmedApplication('waiting'),
  },
  CONFIRMATION_DENIED: {
    note: 'An administrator has denied the application to read users.',
    query: USER,
    respond: byUnconfirmedApplication('denied'),
  },
  OPERATION_TOO_COSTLY: {
    note: '200 lines with 50 calls each.',
    query: `query LinesWithCalls {
      sipLines(first: 200) { nodes { title calls(first: 50) { nodes { startedAt phoneNumber } } } }
    }`,
  },
  RATE_LIMITED: {
    note: 'The gateway has used up the time that the portal allows this method.',
    query: 'query Connector { sipConnector { paid } }',
    waitMs: 60_000,
    ...portalFails(
      'voximplant.sip.connector.status',
      429,
      'OPERATION_TIME_LIMIT',
      'Method is blocked due to operation time limit.',
    ),
  },
  PORTAL_UNAVAILABLE: {
    note: 'The portal refuses connections.',
    query: LINES,
    respond: withoutPortal,
  },
  OUTCOME_UNKNOWN: {
    note: 'The portal did not respond to the add, nor to the question whether the line exists.',
    query: ADD,
    variables: { input: SALES },
    waitMs: 75_000,
    respond: withSilentPortal,
  },
  UPSTREAM_ERROR: {
    note: 'The portal returned a code that the gateway does not know.',
    query: LINES,
    ...portalFails('voximplant.sip.get', 400, 'ERROR_OF_ANOTHER_KIND', 'Something went wrong.'),
  },
  IDEMPOTENCY_CONFLICT: {
    note: 'Another line was added with the same key before.',
    query: ADD_WITH_KEY,
    variables: { input: { ...OFFICE, title: 'Second line' }, key: KEY },
    arrange: (gateway) =>
      gateway.query(ADD_WITH_KEY, { input: { ...OFFICE, title: 'First line' }, key: KEY }),
  },
  SHUTTING_DOWN: {
    note: 'The gateway was told to stop while the request was on its way. The whole request is refused.',
    query: LINES,
    waitMs: 1_000,
    respond: whileShuttingDown,
  },
  INTERNAL_SERVER_ERROR: {
    note: "The gateway's file of tokens is damaged. The whole request is refused.",
    query: LINES,
    respond: withDamagedTokens,
  },
};
