import type { Deadlines } from '../config/config.ts';
import type { Credential } from '../credentials/credential.ts';
import { isSecretName, MIN_SCRUBBED_LENGTH, scrub } from '../observability/redact.ts';
import { decodeBatch, encodeBatch } from './batch.ts';
import { decodeEnvelope, type Outcome, type Reply } from './envelope.ts';
import { Bitrix24Error } from './errors.ts';
import type { Command, Method, Params } from './method.ts';
import { plainText } from './plain-text.ts';
import { isMovedElsewhere } from './redirect.ts';
import { TransportError, type Post } from './transport.ts';

/** Calls methods of one portal with one credential. */
export interface Bitrix24Client {
  /**
   * Sends a command once and answers with what the portal said.
   *
   * @throws Bitrix24Error for everything else
   */
  call(command: Command): Promise<Reply>;
  /**
   * Sends several commands once, in one `batch`; the portal runs them one after another. Answers with what became of
   * each, in their order: a failure of the whole call is the failure of each of them.
   */
  callBatch(commands: readonly Command[]): Promise<(Reply | Bitrix24Error)[]>;
}

export interface ClientOptions {
  readonly post: Post;
  readonly credential: Credential;
  readonly deadlines: Deadlines;
}

export function createClient({ post, credential, deadlines }: ClientOptions): Bitrix24Client {
  async function exchange(method: string, params: Params, kind: Method['kind']): Promise<Outcome> {
    const { url, params: body } = credential.authorize(method, params);
    const timeoutMs = kind === 'read' ? deadlines.readMs : deadlines.writeMs;
    try {
      const answer = await post({ url, body: JSON.stringify(body), timeoutMs });
      const outcome = decodeEnvelope(answer);
      if (outcome.ok || outcome.failure.kind !== 'redirect') return outcome;
      return {
        ok: false,
        failure: { ...outcome.failure, elsewhere: isMovedElsewhere(url.reveal(), answer) },
      };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { ok: false, failure: { kind: 'network', reason: error.reason, sent: error.sent } };
    }
  }

  return {
    async call({ method, params }) {
      const outcome = await exchange(method.name, params, method.kind);
      if (outcome.ok) return outcome.reply;
      throw withoutSecrets(new Bitrix24Error(method, outcome.failure), params, credential);
    },

    async callBatch(commands) {
      const kind = commands.some(({ method }) => method.kind === 'write') ? 'write' : 'read';
      const outcome = await exchange('batch', encodeBatch(commands), kind);
      const results = outcome.ok
        ? decodeBatch(commands, outcome.reply.result)
        : commands.map(({ method }) => new Bitrix24Error(method, outcome.failure));
      const sent = commands.map(({ params }) => params);
      return results.map((result) =>
        result instanceof Bitrix24Error ? withoutSecrets(result, sent, credential) : result,
      );
    },
  };
}

/** The portal's texts may quote what it was sent, so everything secret that was sent is cut out of them. */
function withoutSecrets(error: Bitrix24Error, sent: unknown, credential: Credential): Bitrix24Error {
  const { method, failure } = error;
  if (failure.kind !== 'portal') return error;
  const [hostname = ''] = credential.portalHost.split(':');
  const secrets = [
    ...credential.secrets.map((secret) => secret.reveal()),
    ...secretsIn(sent),
    credential.portalHost,
    hostname,
  ];
  // A secret that looks like markup is gone once the markup is, one that is written as markup is there only then.
  const known = [...secrets, ...secrets.map(plainText)];
  const clean = (text: string) => scrub(plainText(scrub(text, known)), known);
  return new Bitrix24Error(method, {
    ...failure,
    code: IDENTIFIER.test(failure.code) ? failure.code : scrub(failure.code, known).slice(0, MAX_CODE_LENGTH),
    description: quotesShortSecret(failure.description, secrets)
      ? ''
      : clean(failure.description).slice(0, MAX_DESCRIPTION_LENGTH),
  });
}

/** A secret of a few letters cannot be cut out without telling where it was, so the text is not shown at all. */
function quotesShortSecret(text: string, secrets: readonly string[]): boolean {
  const lower = plainText(text).toLowerCase();
  return secrets.some(
    (secret) =>
      secret.length > 0 && secret.length < MIN_SCRUBBED_LENGTH && lower.includes(secret.toLowerCase()),
  );
}

// Codes decide what becomes of a call: a password like "error" must not change INTERNAL_SERVER_ERROR.
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;
const MAX_CODE_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 1_000;

function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return isSecretName(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => secretsIn(item, key));
}
