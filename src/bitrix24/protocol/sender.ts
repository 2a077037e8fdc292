import { CredentialError, type AuthorizedRequest, type Credential } from '../../credentials/credential.ts';
import { Secret } from '../../config/secret.ts';
import { isSecretName } from '../../observability/secret-patterns.ts';
import { DisplacedAnswerError, OversizedAnswerError, WRITE_ANSWER, type ReplySize } from './answer-bounds.ts';
import { decodeBatch, encodeBatch } from './batch.ts';
import type { Clock } from '../clock.ts';
import { decodeEnvelope, type Outcome, type RawReply, type Reply, type ReplyTime } from './envelope.ts';
import { createErrorTexts, type ErrorTexts } from './error-texts.ts';
import { createTextCleaner } from './portal-text.ts';
import type { TextCleaner } from './text-cleaner.ts';
import { Bitrix24Error, type Failure } from './errors.ts';
import type { Method, Query, Params } from './command.ts';
import { isMovedElsewhere } from './redirect.ts';
import { TransportError, type Freshness, type HttpRequest, type Post } from './transport.ts';

/** Sends requests to one portal with one credential, each once. */
export interface Sender {
  /**
   * Sends a command. Returns the decoded response, or the error.
   *
   * @param timeoutMs from now to the last byte of the response
   * @param onSend called when the request is sent, and again if it is sent to another address
   */
  send<T>(command: Query<T>, timeoutMs: number, onSend?: () => void): Promise<Reply<T> | Bitrix24Error>;
  /**
   * Sends several commands in one `batch`; the portal runs them one after another. Returns the outcome of each, in
   * order: if the whole request fails, each of them has that failure.
   */
  sendBatch(commands: readonly Query[], timeoutMs: number, onSend?: () => void): Promise<BatchReply>;
}

export interface BatchReply {
  readonly outcomes: readonly (Reply | Bitrix24Error)[];
  /** What the portal reports for the batch as a whole. */
  readonly time: ReplyTime | undefined;
  /** Why the request failed as a whole, if it did. */
  readonly failure?: Failure | undefined;
}

export interface SenderOptions {
  readonly post: Post;
  readonly credential: Credential;
  readonly clock: Clock;
}

export function createSender({ post, credential, clock }: SenderOptions): Sender {
  /** The credential may have to be renewed first, which counts toward the timeout. */
  async function authorize(method: string, params: Params, timeoutMs: number): Promise<AuthorizedRequest> {
    const authorized = credential.authorize(method, params);
    if (!(authorized instanceof Promise)) return authorized;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(timeoutMs, () => {
        reject(new CredentialError('unavailable'));
      });
      void authorized.then(resolve, reject).finally(cancel);
    });
  }

  async function exchange(
    method: string,
    params: Params,
    timeoutMs: number,
    options: Pick<HttpRequest, 'fresh' | 'bounds' | 'onSend'>,
  ): Promise<Outcome> {
    const startedAt = clock.now();
    try {
      const { url, params: body, onExpired } = await authorize(method, params, timeoutMs);
      const restMs = Math.max(1, Math.round(timeoutMs - (clock.now() - startedAt)));
      const answer = await post({ url, body: JSON.stringify(body), timeoutMs: restMs, ...options });
      const outcome = decodeEnvelope(answer);
      if (outcome.ok) return outcome;
      const { failure } = outcome;
      if (failure.kind === 'redirect')
        return failed({ ...failure, elsewhere: isMovedElsewhere(url.reveal(), answer) });
      if (!onExpired || !isExpired(failure)) return outcome;
      onExpired();
      return failed({ ...failure, renewable: true });
    } catch (error) {
      if (error instanceof TransportError)
        return failed({ kind: 'network', reason: error.reason, sent: error.sent });
      if (error instanceof OversizedAnswerError)
        return failed({ kind: 'unexpected-shape', detail: error.excess });
      if (error instanceof DisplacedAnswerError) return failed({ kind: 'displaced' });
      if (error instanceof CredentialError) {
        const { reason, code, retryAfterMs } = error;
        return failed({ kind: 'no-credential', reason, code, retryAfterMs });
      }
      throw error;
    }
  }

  return {
    async send(command, timeoutMs, onSend) {
      const { method, params } = command;
      const outcome = await exchange(method.name, params, timeoutMs, {
        fresh: freshnessFor(method),
        bounds: method.kind === 'write' ? WRITE_ANSWER : undefined,
        onSend,
      });
      const cleaner = cleanerFor(credential, params);
      return outcome.ok
        ? decodeReply(command, outcome.reply, cleaner)
        : withCleanTexts(new Bitrix24Error(method, outcome.failure), createErrorTexts(cleaner), credential);
    },

    async sendBatch(commands, timeoutMs, onSend) {
      const isWriting = commands.some(({ method }) => method.kind === 'write');
      const outcome = await exchange('batch', encodeBatch(commands), timeoutMs, {
        fresh: isWriting ? 'yes' : 'any',
        bounds: isWriting ? WRITE_ANSWER : undefined,
        onSend,
      });
      const results = outcome.ok
        ? decodeBatch(commands, outcome.reply.result)
        : commands.map(({ method }) => new Bitrix24Error(method, outcome.failure));
      const sent = commands.map(({ params }) => params);
      const cleaner = cleanerFor(credential, sent);
      const texts = createErrorTexts(cleaner);
      const size = shareOf(outcome, commands.length);
      return {
        outcomes: commands.map((command, index) => {
          const result = results[index];
          if (!result) throw new Error('a batch without an outcome for each of its commands');
          return result instanceof Bitrix24Error
            ? withCleanTexts(result, texts, credential)
            : decodeReply(command, { ...result, size }, cleaner);
        }),
        time: outcome.ok ? outcome.reply.time : undefined,
        failure: outcome.ok ? undefined : outcome.failure,
      };
    },
  };
}

/**
 * What can be neither repeated nor looked up must not be lost on a connection that the other side is about to close.
 */
function freshnessFor(method: Method): Freshness {
  if (method.kind === 'read') return 'any';
  return method.settlement === 'never' ? 'new' : 'yes';
}

function decodeReply<T>(
  command: Query<T>,
  { result, ...rest }: RawReply,
  cleaner: TextCleaner,
): Reply<T> | Bitrix24Error {
  try {
    return { ...rest, value: command.decode(result, cleaner) };
  } catch (error) {
    if (error instanceof Bitrix24Error) return error;
    throw error;
  }
}

/** One command's share of the size of a batch response. */
function shareOf(outcome: Outcome, commands: number): ReplySize {
  const { characters, values } = (outcome.ok ? outcome.reply.size : undefined) ?? {
    characters: 0,
    values: 0,
  };
  return { characters: characters / commands, values: values / commands };
}

function failed(failure: Failure): Outcome {
  return { ok: false, failure };
}

function isExpired(failure: Failure): failure is Failure & { readonly kind: 'portal' } {
  return failure.kind === 'portal' && failure.code.toUpperCase() === 'EXPIRED_TOKEN';
}

function withCleanTexts(error: Bitrix24Error, texts: ErrorTexts, { ofCaller }: Credential): Bitrix24Error {
  const { method, failure } = error;
  if (failure.kind !== 'portal') return error;
  return new Bitrix24Error(method, { ...texts.clean(failure), ofCaller });
}

/** Cleans the texts of a response, which may quote the request. Called on arrival: tokens may have been replaced. */
function cleanerFor({ secrets, portalHost }: Credential, sent: unknown): TextCleaner {
  const [hostname = ''] = portalHost.split(':');
  const quotable = [...secrets, ...secretsIn(sent).map((text) => new Secret(text))];
  return createTextCleaner(quotable, [portalHost, hostname]);
}

function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return isSecretName(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => secretsIn(item, key));
}
