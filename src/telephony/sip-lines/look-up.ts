import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { FoundRecord, Query } from '../../bitrix24/protocol/command.ts';
import { isCreatedAfter } from '../../bitrix24/settlement/highest-id.ts';
import { TitleExistsError } from '../errors.ts';
import type { NewSipLine } from './input.ts';
import { sipAdd } from './methods.ts';
import type { SipLine } from './sip-line.ts';

/** An add whose response was lost. */
export interface LostAdd {
  readonly line: NewSipLine;
  /** The highest known CONFIG_ID before it was sent. */
  readonly above: bigint;
}

/**
 * What was found for a lost add: its line; `absent`, no line that it may have created; `unclear`, one that may be it under a
 * shortened title. A TitleExistsError: somebody else's line has the title. Any other error: it could not be looked up.
 */
export type LookedUp = SipLine | 'absent' | 'unclear' | Error;

/** Looks for the lines of lost adds: see `SipLines.lookUp`. */
export async function lookUpAdds(client: Bitrix24Client, lost: readonly LostAdd[]): Promise<LookedUp[]> {
  const byTitle = await ask(
    client,
    lost.map(({ line }) => sipAdd(line).lookup),
  );
  const judged = lost.map(({ above }, index) => judge(byTitle[index], above));
  const missing = lost.filter((_, index) => judged[index] === 'absent');
  const alike = (
    await ask(
      client,
      missing.map(({ line, above }) => sipAdd(line).lookalike?.(above)),
    )
  ).values();
  return judged.map((each) => {
    if (each !== 'absent') return each;
    const found = alike.next().value;
    if (found instanceof Error) return found;
    return found === false ? 'absent' : 'unclear';
  });
}

async function ask<T>(
  client: Bitrix24Client,
  queries: readonly (Query<T> | undefined)[],
): Promise<(T | Error)[]> {
  const replies = await client.callAll(queries.map((query) => query ?? leftOut()));
  return replies.map((reply) => (reply instanceof Error ? reply : reply.value));
}

function judge(found: FoundRecord<SipLine> | undefined | Error, above: bigint): LookedUp {
  if (found instanceof Error) return found;
  if (!found) return 'absent';
  return found.equal && isCreatedAfter(above, found.id)
    ? found.value
    : new TitleExistsError(undefined, String(found.id));
}

function leftOut(): never {
  throw new Error('adds are declared with a lookup');
}
