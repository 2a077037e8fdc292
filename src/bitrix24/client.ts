import type { Deadlines } from '../config/config.ts';
import type { Credential } from '../credentials/credential.ts';
import { isSecretName, scrub } from '../observability/redact.ts';
import { decodeEnvelope, type Reply } from './envelope.ts';
import { Bitrix24Error, type Failure } from './errors.ts';
import type { Command, Params } from './method.ts';
import { TransportError, type HttpReply, type Post } from './transport.ts';

/** Calls methods of one portal with one credential. */
export interface Bitrix24Client {
  /**
   * Sends a command once and answers with what the portal said.
   *
   * @throws Bitrix24Error for everything else
   */
  call(command: Command): Promise<Reply>;
}

export interface ClientOptions {
  readonly post: Post;
  readonly credential: Credential;
  readonly deadlines: Deadlines;
}

export function createClient({ post, credential, deadlines }: ClientOptions): Bitrix24Client {
  return {
    async call({ method, params }) {
      const { url, params: body } = credential.authorize(method.name, params);
      const timeoutMs = method.kind === 'read' ? deadlines.readMs : deadlines.writeMs;
      let answer: HttpReply;
      try {
        answer = await post({ url, body: JSON.stringify(body), timeoutMs });
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        throw new Bitrix24Error(method, { kind: 'network', reason: error.reason, sent: error.sent });
      }
      const outcome = decodeEnvelope(answer);
      if (outcome.ok) return outcome.reply;
      throw new Bitrix24Error(method, withoutSecrets(outcome.failure, body, credential));
    },
  };
}

/** The portal's texts may quote what it was sent, so everything secret that was sent is cut out of them. */
function withoutSecrets(failure: Failure, params: Params, credential: Credential): Failure {
  if (failure.kind !== 'portal') return failure;
  const secrets = [...credential.secrets.map((secret) => secret.reveal()), ...secretsIn(params)];
  const clean = (text: string) => scrub(text, [...secrets, credential.portalHost]);
  return {
    ...failure,
    code: clean(failure.code).slice(0, MAX_CODE_LENGTH),
    description: clean(failure.description).slice(0, MAX_DESCRIPTION_LENGTH),
  };
}

const MAX_CODE_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 1_000;

function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return isSecretName(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => secretsIn(item, key));
}
