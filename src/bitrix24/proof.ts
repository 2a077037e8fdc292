import type { Query } from './protocol/command.ts';
import type { Reply } from './protocol/envelope.ts';
import { Bitrix24Error } from './protocol/errors.ts';

/**
 * A read that any valid token may make, and only with one: its result proves that the token is valid.
 * Source: Bitrix24 REST documentation, `profile`.
 */
const PROOF: Query = {
  method: { name: 'profile', kind: 'read', typicalSeconds: 0.1 },
  params: {},
  decode: () => undefined,
};

/** Checks whether the portal accepts a token. Resolves with undefined if it does, or else with the error. */
export type Prove = (queueUntil: number) => Promise<Bitrix24Error | undefined>;

/**
 * Creates the check of one operation's token, which sends no more requests once the token was refused.
 *
 * @param run sends the read that proves it
 */
export function createProof(
  run: (query: Query, queueUntil: number) => Promise<Reply | Bitrix24Error>,
): Prove {
  let refusal: Bitrix24Error | undefined;
  return async (queueUntil) => {
    if (refusal) return refusal;
    const outcome = await run(PROOF, queueUntil);
    if (!(outcome instanceof Bitrix24Error)) return undefined;
    if (outcome.failure.kind === 'portal') refusal = outcome;
    return outcome;
  };
}
