import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startCollector, startTracedGateway, type ReceivedSpan } from '../support/collector.ts';
import { createLineCheck, documentedLines } from '../support/documented-lines.ts';
import { attributesByKind, documentedSpans } from '../support/documented-spans.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { linesOf, type LogLine } from '../support/log-lines.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';

const KEY = 'tg_sentinel-key';
const API_KEYS = JSON.stringify([
  {
    name: 'front end',
    sha256: createHash('sha256').update(KEY).digest('hex'),
    scopes: ['telephony:read', 'telephony:write', 'telephony:secrets'],
  },
]);
const on = 'voximplant.sip.add';

/** A day of a gateway in which everything happens that leaves a line or a span, but for what {@link ELSEWHERE} has. */
async function liveThroughADay(): Promise<{ readonly lines: LogLine[]; readonly spans: ReceivedSpan[] }> {
  await using collector = await startCollector();
  const gateway = await startTracedGateway(collector, {
    environment: { GATEWAY_API_KEYS: API_KEYS, BITRIX24_RATE_LIMIT: '5/9' },
    app: { clock: hurriedClock(4) },
  });
  const { faults, journal } = gateway.emulator.portal;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
  const ask = (query: string, variables?: object, signal: AbortSignal | null = null) =>
    gateway.send({ method: 'POST', headers, body: JSON.stringify({ query, variables }), signal });
  const add = (title: string) => ask(ADD_SIP_LINE, { input: { ...NEW_LINE, title } });

  // Batches. The first is sent again, and one of the lines is refused.
  faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', on: 'batch' });
  faults.inject({ kind: 'error', status: 400, code: 'ERROR_CORE', on, skip: 3 });
  const inputs = Array.from({ length: 12 }, (_, n) => ({ ...NEW_LINE, type: 'OFFICE', title: `Line ${n}` }));
  await ask('mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { title } }', { inputs });
  faults.clear();
  // Also reads the password.
  await add('One');
  await add('One');
  const keyed = `mutation ($input: AddSipLineInput!) { addSipLine(input: $input, idempotencyKey: "k") { title } }`;
  for (let n = 0; n < 2; n += 1) await ask(keyed, { input: { ...NEW_LINE, title: 'Keyed' } });
  faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', on });
  await add('Repeated');
  faults.inject({ kind: 'drop', stage: 'after', on });
  await add('Lost');
  await ask('{ nothing }');
  await gateway.send({ method: 'POST', headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' });
  await fetch(new URL('/health/live', gateway.url));
  faults.inject({ kind: 'hang', on: 'voximplant.sip.get' });
  const client = new AbortController();
  const seen = journal.entries('voximplant.sip.get').length;
  const gone = ask(SIP_LINE, { configId: '1' }, client.signal).catch(() => undefined);
  await vi.waitUntil(() => journal.entries('voximplant.sip.get').length > seen, { timeout: 30_000 });
  client.abort();
  await gone;
  await gateway.close();
  return { lines: linesOf(gateway.log()), spans: collector.spans() };
}

/** Lines that a gateway writes in other circumstances: the test that sees each there, and what it looks for. */
const ELSEWHERE: readonly (readonly [test: string, fragment: string])[] = [
  ['observability/portal-events.test.ts', 'event of a portal'],
  ['observability/portal-events.test.ts', 'a refresh token is exchanged'],
  ['observability/portal-events.test.ts', 'a call to the portal is refused here'],
  ['observability/traces.test.ts', 'spans are lost'],
  ['observability/traces.test.ts', 'the collector takes spans again'],
  ['app/redis.test.ts', 'Redis does not respond'],
  ['app/redis.test.ts', 'Redis responds.'],
  ['app/redis.test.ts', 'Redis does not append to a file'],
  ['app/redis.test.ts', 'Redis may drop keys'],
  ['app/redis.test.ts', 'Redis responds, but refuses a script'],
  ['app/redis.test.ts', 'Another replica has another GATEWAY_TOKEN_KEY'],
  ['app/shared-idempotency.test.ts', 'could not be recorded for its idempotency key'],
  ['app/shared-idempotency.test.ts', 'taken over or lost'],
  ['graphql/idempotency/keys-of-callers.test.ts', 'no room for more idempotency keys'],
  ['app/stopping.test.ts', 'shutdown timed out'],
  ['credentials/application-tokens.test.ts', 'has to install the application again'],
  ['credentials/renamed-portal.test.ts', 'The portal was renamed'],
  ['http/connection-limit.test.ts', 'connections were closed'],
  ['observability/log-destination.test.ts', 'could not be written and were dropped'],
  ['http/nesting.test.ts', 'the gateway failed'],
  ['programs/unhandled-faults.test.ts', 'The gateway failed, and stops.'],
];

/** Seen by `audit-log.test.ts` and `traces.test.ts`. A command that failed in a batch is often sent again without it. */
const RARE = {
  field: 'more',
  attributes: [
    ['queue METHOD', 'error.type'],
    ['settle METHOD', 'error.type'],
    ['METHOD', 'http.request.resend_count'],
  ],
} as const;

const documented = documentedLines();
const isAbout = ({ msg, isPrefix }: (typeof documented)[number], message: string) =>
  isPrefix ? message.startsWith(msg) : message === msg;

/** The messages of the log in the sources: the last argument of a call of a function that logs. */
function messagesInSources(): string[] {
  const messages: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : node.expression.getText().replace(/^logger\[[^]*\]$/, 'log');
      const last = node.arguments.at(-1);
      if (/^(log|debug|info|warn|error)$/.test(called) && last && ts.isStringLiteralLike(last))
        messages.push(last.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.startsWith('emulator')) continue;
    const text = readFileSync(join('src', name), 'utf8');
    if (/\blog(ger)?\b/.test(text)) visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  }
  // This one is written by what could not write the others.
  return [...messages, 'Lines of the log could not be written and were dropped.'];
}

describe('the documentation of the log', () => {
  it('has every message in the sources, and no other', () => {
    const messages = messagesInSources();
    const unknown = messages.filter((message) => !documented.some((each) => isAbout(each, message)));
    expect(unknown).toEqual([]);
    const gone = documented.filter((each) => !messages.some((message) => isAbout(each, message)));
    expect(gone.map(({ msg }) => msg)).toEqual([]);
  });

  it.each([
    [{ level: 'info', msg: 'a new message' }, 'no line of the log with the message "a new message"'],
    [{ level: 'error', msg: 'stopped' }, 'does not name the level error of "stopped"'],
    [{ level: 'info', msg: 'operation', title: 'x' }, 'does not name the field title of "operation"'],
  ])('is compared with the lines of every test: %j', (line, problem) => {
    expect(() => {
      createLineCheck()(line);
    }).toThrow(problem);
  });
});

describe('what is documented is there', () => {
  let lines: readonly LogLine[];
  let spans: readonly ReceivedSpan[];
  beforeAll(async () => {
    ({ lines, spans } = await liveThroughADay());
  });

  it.each(documented)('$msg', ({ msg, isPrefix, levels, fields }) => {
    const elsewhere = ELSEWHERE.find(([, fragment]) => msg.includes(fragment));
    if (elsewhere) {
      const [test, fragment] = elsewhere;
      expect(readFileSync(join('test', test), 'utf8')).toContain(fragment);
      return;
    }
    const own = lines.filter((line) => isAbout({ msg, isPrefix, levels, fields }, String(line['msg'])));
    const seen = new Set(own.flatMap((line) => Object.keys(line)));
    const unseen = [...fields].filter((field) => !seen.has(field) && field !== RARE.field);
    expect(unseen).toEqual([]);
  });

  it('in every kind of span, and nothing else is', () => {
    const seen = attributesByKind(spans);
    for (const [kind, attribute] of RARE.attributes) seen.get(kind)?.add(attribute);
    const toLists = (kinds: ReadonlyMap<string, ReadonlySet<string>>) =>
      Object.fromEntries([...kinds].map(([kind, attributes]) => [kind, [...attributes].sort()] as const));
    const { 'POST /bitrix24/install': install, ...inDocument } = toLists(documentedSpans());
    expect(install).toEqual(inDocument['POST /graphql']);
    expect(toLists(seen)).toEqual(inDocument);
  });
});
