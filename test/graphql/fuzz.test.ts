import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { randomSeed, scaledRuns } from '../support/random-runs.ts';
import { expectTypedErrors } from '../support/typed-errors.ts';
import { anyText } from '../support/any-text.ts';

const REQUESTS = scaledRuns(200);
const AT_ONCE = 50;

/** A failed run prints its seed; SEED repeats it. */
const seed = randomSeed();

const READER = 'tg_sentinel-reader';
const MANAGER = 'tg_sentinel-manager';
const keyFor = (name: string, key: string, scopes: string[]) => ({
  name,
  sha256: createHash('sha256').update(key).digest('hex'),
  scopes,
});
const API_KEYS = JSON.stringify([
  keyFor('reader', READER, ['telephony:read']),
  keyFor('manager', MANAGER, ['telephony:read', 'telephony:write', 'telephony:call']),
]);

const text = fc.oneof(
  fc.string(),
  anyText(),
  fc.constantFrom(
    '1',
    'x',
    'sip1',
    '$result[a][b]',
    '<b>',
    '\u0000',
    '../..',
    '__proto__',
    'a'.repeat(5_000),
  ),
);
const literal = fc.oneof(
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(
    'null',
    'true',
    'CLOUD',
    'OUTGOING',
    '{ direction: ASC }',
    '[]',
    '{}',
    '[[]]',
    '$v',
    '$none',
    '""',
  ),
  text.map((value) => JSON.stringify(value)),
  text.map((value) => `{ title: ${JSON.stringify(value)}, server: "a", login: "b", password: "c" }`),
  text.map((value) => `{ titleContains: ${JSON.stringify(value)}, configIds: [1, "x"] }`),
);
const schema = createSchema();
const field = fc.constantFrom(
  ...[schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  ),
  '__schema',
  'nonsense',
);
const argument = fc
  .tuple(
    fc.constantFrom(
      'configId',
      'input',
      'inputs',
      'first',
      'after',
      'filter',
      'orderBy',
      'userId',
      'userIds',
      'lineId',
      'representations',
      'x',
    ),
    literal,
  )
  .map(([name, value]) => `${name}: ${value}`);
const selection = fc.constantFrom(
  '',
  '{ __typename }',
  '{ configId title password registration { status } calls { totalCount } }',
  '{ nodes { id password } edges { cursor } pageInfo { endCursor } totalCount }',
  '{ nodes { statisticId user { sipPassword } sipLine { incomingPassword } } }',
  '{ ... on SipLine { title password } ... on TelephonyUser { sipPassword } }',
  '{ sdl }',
  '{ lineId sipLine { password } }',
  '{ nonsense }',
  '{ ...F }',
);
const operation = fc
  .tuple(
    fc.constantFrom(
      '',
      'query',
      'mutation',
      'subscription',
      'query Q($v: ID)',
      'query ($v: [_Any!]!)',
      'fragment F on SipLine',
    ),
    fc.array(fc.tuple(field, fc.array(argument, { maxLength: 3 }), selection), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(
    ([kind, fields]) =>
      `${kind} { ${fields
        .map(
          ([name, args, inner], index) =>
            `a${index}: ${name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${inner}`,
        )
        .join(' ')} }`,
  );
const string = text.map((value) => JSON.stringify(value));
const id = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -1, max: 9 }).map(String) }, string);
const count = fc.constantFrom('1', '50', '200', '0', '-1', '201', 'null');
const line = fc
  .tuple(fc.constantFrom('CLOUD', 'OFFICE'), string, string, string, string)
  .map(
    ([type, ...texts]) =>
      `{ type: ${type}, title: ${texts[0]}, server: ${texts[1]}, login: ${texts[2]}, password: ${texts[3]} }`,
  );
const LINE =
  '{ configId title password lastRegistration { statusCode } registration { status } settingsUrl }';
const CALLS =
  '{ totalCount nodes { statisticId type user { sipPassword } line { name } sipLine { password } } }';

/** Fields as their types want them, so that much of it reaches the portal. */
const sensibleQuery = fc.oneof(
  id.map((configId) => `sipLine(configId: ${configId}) ${LINE}`),
  fc
    .tuple(count, string, id)
    .map(
      ([first, title, configId]) =>
        `sipLines(first: ${first}, filter: { titleContains: ${title}, configIds: [${configId}, 1] }) { totalCount nodes ${LINE} }`,
    ),
  string.map((after) => `sipLines(after: ${after}) { totalCount }`),
  fc.tuple(id, id).map((ids) => `telephonyUsers(userIds: [${ids.join(', ')}]) { userId sipPassword }`),
  fc
    .tuple(count, string, fc.constantFrom('OUTGOING', 'INCOMING', 'CALLBACK'))
    .map(
      ([first, digits, type]) =>
        `telephonyCalls(first: ${first}, filter: { phoneNumberContains: ${digits}, types: [${type}] }) ${CALLS}`,
    ),
  string.map((moment) => `telephonyCalls(filter: { startedFrom: ${moment} }) ${CALLS}`),
  id.map(
    (key) =>
      `_entities(representations: [{ __typename: "SipLine", configId: ${key} }, { __typename: "TelephonyUser", userId: ${key} }]) { __typename ... on SipLine { password } }`,
  ),
  fc.constantFrom(
    'sipConnector { paid }',
    'outgoingLines { name isDefault sipLine { password } }',
    'defaultOutgoingLine { name }',
    'telephonyVoices { id }',
    'telephonyLinks { linesUrl }',
    'telephonyAccess { scopes canManageLines }',
  ),
);
const sensibleMutation = fc.oneof(
  line.map((input) => `addSipLine(input: ${input}) ${LINE}`),
  fc.array(line, { maxLength: 3 }).map((inputs) => `addSipLines(inputs: [${inputs.join(', ')}]) ${LINE}`),
  fc
    .tuple(id, string)
    .map(([key, title]) => `updateSipLine(configId: ${key}, input: { title: ${title} }) ${LINE}`),
  id.map((configId) => `deleteSipLine(configId: ${configId}) { id configId }`),
  id.map((lineId) => `setDefaultOutgoingLine(lineId: ${lineId}) { name }`),
  id.map((configId) => `setDefaultOutgoingSipLine(configId: ${configId}) { name }`),
  id.map((userId) => `deactivatePhone(userId: ${userId}) { userId sipPassword }`),
  fc
    .tuple(id, string, string)
    .map(
      ([lineId, phoneNumber, words]) =>
        `startInfoCall(input: { lineId: ${lineId}, phoneNumber: ${phoneNumber}, text: ${words} }) { callId }`,
    ),
);
const fieldsOf = (each: fc.Arbitrary<string>) =>
  fc
    .array(each, { minLength: 1, maxLength: 3 })
    .map((fields) => fields.map((one, index) => `a${index}: ${one}`).join(' '));
const sensible = fc.oneof(
  fieldsOf(sensibleQuery).map((fields) => `{ ${fields} }`),
  fieldsOf(sensibleMutation).map((fields) => `mutation { ${fields} }`),
);

const body = fc.oneof(
  { weight: 10, arbitrary: fc.record({ query: sensible }) },
  {
    weight: 6,
    arbitrary: fc.record({ query: operation, variables: fc.constantFrom(undefined, {}, { v: '1' }) }),
  },
  fc.record({
    query: operation,
    variables: fc.oneof(
      fc.dictionary(fc.constantFrom('v', 'input', '__proto__'), fc.anything()),
      fc.jsonValue(),
    ),
    operationName: fc.oneof(text, fc.constant(undefined), fc.jsonValue()),
    extensions: fc.jsonValue(),
  }),
  fc.record({ query: fc.oneof(text, fc.jsonValue()) }),
  fc.jsonValue(),
);
const request = fc.record({
  method: fc.oneof(
    { weight: 15, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS'),
  ),
  path: fc.oneof(
    { weight: 8, arbitrary: fc.constant('/graphql') },
    fc.constantFrom(
      '/graphql?query={__typename}',
      '/graphql?query=%',
      '/graphql/',
      '/explorer',
      '/docs',
      '/health/ready',
      '/%00',
      '//',
    ),
  ),
  contentType: fc.oneof(
    { weight: 15, arbitrary: fc.constant('application/json') },
    fc.constantFrom('text/plain', 'multipart/form-data', 'x'),
  ),
  authorization: fc.oneof(
    { weight: 6, arbitrary: fc.constant(`Bearer ${MANAGER}`) },
    { weight: 2, arbitrary: fc.constant(`Bearer ${READER}`) },
    { weight: 3, arbitrary: fc.constantFrom('Bearer a.b.c', 'Basic x', '') },
  ),
  accept: fc.constantFrom('application/json', 'text/html', '*/*', 'application/graphql-response+json'),
  body: fc.oneof(
    { weight: 8, arbitrary: body.map((value) => JSON.stringify(value)) },
    text,
    body.map((value) => JSON.stringify(value).slice(0, -3)),
  ),
});

/** What must be in no answer and no line of the log, for these callers. */
const SECRETS = [READER, MANAGER, NEW_LINE.password, 'emulatorwebhook1', 'sentinel-of-user'];

/** How a stack trace or a path of this program would look. */
const INNARDS = /node_modules|file:\/\/|\bat [\w.<>]+ \(|[\\/]src[\\/]/;

async function send(gateway: TestGateway, each: typeof request extends fc.Arbitrary<infer T> ? T : never) {
  const response = await fetch(`${new URL(gateway.url).origin}${each.path}`, {
    method: each.method,
    headers: {
      'content-type': each.contentType,
      accept: each.accept,
      ...(each.authorization && { authorization: each.authorization }),
    },
    ...(each.method !== 'GET' && { body: each.body }),
  });
  return { status: response.status, answer: await response.text() };
}

describe('the gateway', () => {
  it(
    `survives ${REQUESTS} requests of any kind and reveals no secret (SEED=${seed})`,
    { timeout: 300_000 },
    async () => {
      await using gateway = await startGateway({
        emulator: { usersByWebhook: true },
        environment: { GATEWAY_API_KEYS: API_KEYS, LOG_LEVEL: 'error' },
      });
      const { portal } = gateway.emulator;
      portal.putUser({ id: 1, sipPassword: 'sentinel-of-user' });
      portal.addCall({ userId: 1 });
      const add = await gateway.send({
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${MANAGER}` },
        body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: { ...NEW_LINE, type: 'OFFICE' } } }),
      });
      expect(add.data?.['addSipLine']).not.toBeNull();

      const requests = fc.sample(request, { numRuns: REQUESTS, seed });
      for (let from = 0; from < REQUESTS; from += AT_ONCE) {
        const some = requests.slice(from, from + AT_ONCE);
        const answers = await Promise.all(some.map((each) => send(gateway, each)));
        answers.forEach(({ status, answer }, index) => {
          const sent = () => JSON.stringify(some[index]).slice(0, 2_000);
          // The pages for people talk of many things.
          const isPage = answer.startsWith('<!');
          if (answer.startsWith('{')) expectTypedErrors(JSON.parse(answer));
          expect(status, sent()).toBeLessThan(500);
          expect(isPage || !answer.includes('"code":"INTERNAL_SERVER_ERROR"'), sent()).toBe(true);
          // Whoever sent a secret may read it, but nothing here repeats what was sent.
          for (const secret of SECRETS) expect(answer.includes(secret), sent()).toBe(false);
          expect(!isPage && INNARDS.test(answer), sent()).toBe(false);
        });
      }
      // Enough of them made sense to the portal for this to be about more than parsing.
      expect(portal.journal.entries().length).toBeGreaterThan(REQUESTS / 10);
      for (const secret of SECRETS) expect(gateway.log()).not.toContain(secret);
      expect(gateway.log()).not.toContain('the gateway failed');

      const alive = await gateway.send({
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${READER}` },
        body: JSON.stringify({ query: '{ sipConnector { freeMinutes } }' }),
      });
      expect(alive.errors).toBeUndefined();
    },
  );
});
