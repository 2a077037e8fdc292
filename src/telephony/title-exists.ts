import type { Bitrix24Client } from '../bitrix24/client.ts';
import { Bitrix24Error } from '../bitrix24/errors.ts';
import { TitleExistsError } from './errors.ts';
import { findSipLineByTitle } from './find-sip-lines.ts';

/** The error to throw for a refused write: a taken title is told with the line that has it, all else stays as it is. */
export async function explainTitleExists(
  client: Bitrix24Client,
  error: unknown,
  title: string | undefined,
): Promise<unknown> {
  if (!isTitleExists(error) || title === undefined) return error;
  return new TitleExistsError(error, await configIdByTitle(client, title));
}

function isTitleExists(error: unknown): error is Bitrix24Error {
  return (
    error instanceof Bitrix24Error &&
    error.failure.kind === 'portal' &&
    error.failure.code.toUpperCase() === 'TITLE_EXISTS'
  );
}

/** A courtesy to the caller: its failure must not hide the refusal. */
async function configIdByTitle(client: Bitrix24Client, title: string): Promise<string | undefined> {
  try {
    return (await findSipLineByTitle(client, title))?.configId;
  } catch {
    return undefined;
  }
}
