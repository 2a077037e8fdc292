import type { Standing } from '../../credentials/credential.ts';
import type { Reply } from './envelope.ts';
import { Bitrix24Error, type Failure } from './errors.ts';
import type { Sender } from './sender.ts';

/** The portal's codes for a token that is not valid. Source: Bitrix24 REST documentation, "Errors". */
const REFUSALS = new Set([
  'NO_AUTH_FOUND',
  'INVALID_TOKEN',
  'EXPIRED_TOKEN',
  'AUTHORIZATION_ERROR',
  'APPLICATION_NOT_FOUND',
]);

/** Wraps a sender to record whether the portal accepts its token. */
export function judgedSender(sender: Sender, standing: Standing): Sender {
  function judge(outcomes: readonly (Reply | Bitrix24Error)[]): void {
    // A result proves that the token was accepted. Other errors may occur before the token is checked.
    if (outcomes.some((outcome) => !(outcome instanceof Bitrix24Error))) standing.accepted();
    else if (outcomes.length > 0 && outcomes.every(isRefusal)) standing.refused();
  }
  return {
    async send(...request) {
      const outcome = await sender.send(...request);
      judge([outcome]);
      return outcome;
    },
    async sendBatch(...request) {
      const reply = await sender.sendBatch(...request);
      judge(reply.outcomes);
      return reply;
    },
  };
}

/** Whether the portal does not accept the credential itself, as opposed to what was asked with it. */
export function isRefusedCredential(failure: Failure): boolean {
  if (failure.kind !== 'portal') return false;
  // With status 403, it stands for a missing permission.
  if (failure.code.toUpperCase() === 'INVALID_CREDENTIALS') return failure.status === 401;
  return REFUSALS.has(failure.code.toUpperCase());
}

function isRefusal(outcome: Reply | Bitrix24Error): boolean {
  if (!(outcome instanceof Bitrix24Error)) return false;
  const { failure } = outcome;
  return failure.kind === 'portal' && REFUSALS.has(failure.code.toUpperCase());
}
