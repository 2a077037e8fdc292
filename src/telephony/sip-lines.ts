import { z } from 'zod';
import type { Bitrix24Client } from '../bitrix24/client.ts';
import { Bitrix24Error } from '../bitrix24/errors.ts';
import { decodeResult } from './decode.ts';
import { TitleExistsError } from './errors.ts';
import { METHODS } from './methods.ts';
import { checkNewSipLine, newSipLineParams, type NewSipLine } from './new-sip-line.ts';
import { sipLineRow, type SipLine } from './sip-line.ts';
import { isId } from './wire.ts';

/** The SIP lines of this application on one portal. */
export interface SipLines {
  /**
   * Adds a line: `voximplant.sip.add`.
   *
   * @throws InvalidInputError before anything is sent
   * @throws TitleExistsError if a line or rented number has the title
   * @throws Bitrix24Error for every other refusal and for a lost answer
   */
  add(line: NewSipLine): Promise<SipLine>;
  /**
   * The lines with these CONFIG_IDs, in one `voximplant.sip.get`, in no particular order. Unknown ones are absent.
   *
   * @throws Bitrix24Error
   */
  findByConfigIds(configIds: readonly string[]): Promise<SipLine[]>;
}

export function createSipLines(client: Bitrix24Client): SipLines {
  async function get(filter: Readonly<Record<string, unknown>>): Promise<SipLine[]> {
    const { result } = await client.call({ method: METHODS.sipGet, params: { FILTER: filter } });
    return decodeResult(METHODS.sipGet, z.array(sipLineRow), result);
  }

  return {
    async add(line) {
      checkNewSipLine(line);
      try {
        const { result } = await client.call({ method: METHODS.sipAdd, params: newSipLineParams(line) });
        return decodeResult(METHODS.sipAdd, sipLineRow, result);
      } catch (error) {
        throw isTitleExists(error) ? new TitleExistsError(error, await findTitle(line.title)) : error;
      }
    },

    async findByConfigIds(configIds) {
      // Anything else cannot be a CONFIG_ID, and MySQL would take "5abc" for 5.
      const ids = [...new Set(configIds.filter(isId))];
      return ids.length === 0 ? [] : get({ CONFIG_ID: ids });
    },
  };

  /** The line that has a title, if it is ours. A courtesy to the caller: its failure must not hide the refusal. */
  async function findTitle(title: string): Promise<string | undefined> {
    try {
      const lines = await get({ '=TITLE': title.trim() });
      return lines.find((line) => foldTitle(line.title) === foldTitle(title))?.configId;
    } catch {
      return undefined;
    }
  }
}

/** Titles as the portal compares them: trimmed and without regard to case. */
function foldTitle(title: string): string {
  return title.trim().toLowerCase();
}

function isTitleExists(error: unknown): error is Bitrix24Error {
  return (
    error instanceof Bitrix24Error &&
    error.failure.kind === 'portal' &&
    error.failure.code.toUpperCase() === 'TITLE_EXISTS'
  );
}
