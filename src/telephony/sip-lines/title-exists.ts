import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Reply } from '../../bitrix24/protocol/envelope.ts';
import { Bitrix24Error, isPortalError } from '../../bitrix24/protocol/errors.ts';
import { TitleExistsError } from '../errors.ts';
import { sipLineWithTitle, titleQuery } from './find.ts';

/** A refused write, and the title it wanted. */
export interface Refusal {
  readonly error: unknown;
  readonly title: string | undefined;
}

/**
 * The errors to throw for refused writes, in their order: a taken title is told with the line that has it, all else
 * stays as it is. The lookups share their requests.
 */
export async function explainTitleExists(
  client: Bitrix24Client,
  refusals: readonly Refusal[],
): Promise<unknown[]> {
  const titles = [...new Set(refusals.filter(isTitleExists).map(({ title }) => title))];
  const replies = await client.callAll(titles.map(titleQuery));
  const owners = new Map(
    titles.map((title, index) => {
      const reply = replies[index];
      // A courtesy to the caller: a lookup that fails must not hide the refusal.
      return [title, configIdIn(reply, title)];
    }),
  );
  return refusals.map((refusal) =>
    isTaken(refusal.error)
      ? new TitleExistsError(undefined, refusal.error.failure.id)
      : isTitleExists(refusal)
        ? new TitleExistsError(refusal.error, owners.get(refusal.title))
        : refusal.error,
  );
}

function configIdIn(reply: Reply | Error | undefined, title: string): string | undefined {
  if (reply === undefined || reply instanceof Error) return undefined;
  try {
    return sipLineWithTitle(title, reply.result)?.line.configId;
  } catch {
    return undefined;
  }
}

function isTitleExists(
  refusal: Refusal,
): refusal is { readonly error: Bitrix24Error; readonly title: string } {
  return refusal.title !== undefined && isPortalError(refusal.error, 'TITLE_EXISTS');
}

function isTaken(
  error: unknown,
): error is Bitrix24Error & { readonly failure: { readonly kind: 'taken'; readonly id: string } } {
  return error instanceof Bitrix24Error && error.failure.kind === 'taken';
}
