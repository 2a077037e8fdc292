import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error, isPortalError } from '../../bitrix24/protocol/errors.ts';
import { TitleExistsError } from '../errors.ts';
import { sipGet } from './methods.ts';
import { lineWithTitle, titleIs } from './title.ts';

/** The outcome of a write, and the title that it requested. */
export interface TitledOutcome<T> {
  readonly outcome: T;
  readonly title: string | undefined;
}

/**
 * The outcomes in their order, with a {@link TitleExistsError} in place of each refusal because of a taken title. Where
 * the line that has the title can be looked up, the error names it; the lookups share their requests.
 */
export async function explainTitleExists<T>(
  client: Bitrix24Client,
  outcomes: readonly TitledOutcome<T>[],
): Promise<(T | TitleExistsError)[]> {
  const titles = [...new Set(outcomes.flatMap((each) => (isTitleExists(each) ? each.title : [])))];
  const owners = await findOwners(client, titles);
  return outcomes.map((each) => {
    if (isTaken(each.outcome)) return new TitleExistsError(undefined, each.outcome.failure.id);
    return isTitleExists(each) ? new TitleExistsError(each.outcome, owners.get(each.title)) : each.outcome;
  });
}

/** CONFIG_IDs by title. A convenience for the caller: if the lookup fails, there is none. */
async function findOwners(
  client: Bitrix24Client,
  titles: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const replies = await client.callAll(titles.map((title) => sipGet({ filter: titleIs(title) })));
  return new Map(
    titles.map((title, index) => {
      const reply = replies[index];
      try {
        return [title, reply instanceof Error || !reply ? undefined : lineWithTitle(reply.value)?.configId];
      } catch {
        return [title, undefined];
      }
    }),
  );
}

function isTitleExists<T>(
  each: TitledOutcome<T>,
): each is { readonly outcome: T & Bitrix24Error; readonly title: string } {
  return each.title !== undefined && isPortalError(each.outcome, 'TITLE_EXISTS');
}

function isTaken(
  outcome: unknown,
): outcome is Bitrix24Error & { readonly failure: { readonly kind: 'taken'; readonly id: string } } {
  return outcome instanceof Bitrix24Error && outcome.failure.kind === 'taken';
}
