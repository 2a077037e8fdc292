import type { Bitrix24Client } from '../bitrix24/client.ts';
import type { CredentialKind } from '../doctor/check-portal.ts';
import { lineOutgoingGet } from '../telephony/outgoing-lines/methods.ts';
import { typeByPrefix } from '../telephony/outgoing-lines/line-id.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { explain } from './explain.ts';
import { rawRead } from './raw-read.ts';

/** What this portal does where the documentation leaves it open. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
}

export interface QuestionContext {
  readonly client: Bitrix24Client;
  readonly telephony: Telephony;
  readonly kind: CredentialKind;
  /** What became of the default line when this run added a line; undefined if it added none. */
  readonly defaultAfterAdd: string | undefined;
}

/** The open questions. Each is answered by reads only, or from what the run has seen. */
const QUESTIONS: readonly {
  readonly question: string;
  readonly ask: (context: QuestionContext) => Promise<string> | string;
}[] = [
  { question: 'Which scope does `voximplant.callback.start` need?', ask: scopeOfCallback },
  { question: 'Is `voximplant.user.get` refused to a webhook?', ask: usersByWebhook },
  { question: 'Which SIP lines does `voximplant.sip.get` return?', ask: visibleLines },
  {
    question: 'Does the `application_token` change when the application is updated?',
    ask: () => 'Not asked: only an update of the application can show it.',
  },
  {
    question: 'Does `voximplant.user.deactivatePhone` switch a phone off?',
    ask: () => "Not asked: it would change a user's phone.",
  },
  { question: 'How is a `batch` charged?', ask: chargeOfBatch },
  {
    question: 'Does `voximplant.sip.add` make the new line the default outgoing line?',
    ask: ({ defaultAfterAdd }) => defaultAfterAdd ?? 'Not known: no line was added.',
  },
];

/** Answers every open question. A question that cannot be answered says why. */
export async function answerQuestions(context: QuestionContext): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const { question, ask } of QUESTIONS) {
    const answer = await Promise.resolve(context)
      .then(ask)
      .catch((error: unknown) => `Not known: ${explain(error)}`);
    answers.push({ question, answer });
  }
  return answers;
}

const CALLBACK = 'voximplant.callback.start';

/** By the portal's own lists of the methods of a scope: a call would make a phone ring. */
async function scopeOfCallback({ client, telephony }: QuestionContext): Promise<string> {
  const granted = await telephony.scopes();
  const listed: string[] = [];
  for (const scope of ['telephony', 'call']) {
    const { value } = await client.call(rawRead('methods', { scope }));
    if (Object.values(value).some((name) => typeof name === 'string' && name.toLowerCase() === CALLBACK))
      listed.push(scope);
  }
  const scopes = granted.filter((scope) => ['telephony', 'call'].includes(scope)).join(', ') || 'neither';
  return `\`methods\` lists it for ${listed.join(' and ') || 'neither scope'} (granted: ${scopes}).`;
}

async function usersByWebhook({ client, kind }: QuestionContext): Promise<string> {
  if (kind === 'application')
    return 'Not asked: this run is an application, and asking would make an administrator confirm it.';
  // Not shown, whatever it is: rows have passwords.
  return client.call(rawRead('voximplant.user.get', { USER_ID: [1] })).then(
    () => 'No: it works.',
    (error: unknown) => `It fails: ${explain(error)}`,
  );
}

async function visibleLines({ telephony, kind }: QuestionContext): Promise<string> {
  const page = await telephony.sipLines.list({}, { field: 'CONFIG_ID', direction: 'ASC' }, undefined, 1);
  const total = await page.total();
  const outgoing = await telephony.outgoingLines.readAll();
  const sip = [...outgoing.keys()].filter((lineId) =>
    ['CLOUD', 'OFFICE'].includes(typeByPrefix(lineId) ?? ''),
  );
  return `${total} through this ${kind}, of the ${sip.length} SIP lines in \`voximplant.line.get\` (the run's own line is deleted by now).`;
}

async function chargeOfBatch({ client }: QuestionContext): Promise<string> {
  const alone = (await client.call(lineOutgoingGet())).time?.operating?.seconds;
  const { name } = lineOutgoingGet.method;
  const { time, value } = await client.call(rawRead('batch', { halt: 0, cmd: { one: name, two: name } }));
  const inner = Object.values(asMap(value['result_time'])).map((each) => asMap(each)['operating']);
  const seconds = (charged: unknown) => (typeof charged === 'number' ? `${charged} s` : 'nothing reported');
  return `Charged to the method by then, after a call of its own: ${seconds(alone)}; after each of two commands in a batch: ${inner.map(seconds).join(', ') || 'nothing reported'}; to the batch itself: ${seconds(time?.operating?.seconds)}.`;
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
