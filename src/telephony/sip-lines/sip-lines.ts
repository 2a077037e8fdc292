import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { addSipLine, addSipLines } from './add.ts';
import { deleteSipLine, updateSipLine } from './change.ts';
import type { SipLineFilter } from './filter.ts';
import { findSipLines, type FoundSipLines } from './find.ts';
import type { NewSipLine, NullableSipLineChanges } from './input.ts';
import { lookUpAdds, type LookedUp, type LostAdd } from './look-up.ts';
import { listSipLines, type SipLineOrder, type SipLinePage } from './list.ts';
import type { SipLinePosition } from './position.ts';
import type { SipLine } from './sip-line.ts';

/**
 * The SIP lines on one portal that the credential sees: an application's own, or, for a webhook, all that no
 * application added, people's lines included. Every function may also throw a Bitrix24Error.
 */
export interface SipLines {
  /**
   * Adds a line: `voximplant.sip.add`.
   *
   * @throws InvalidInputError before anything is sent
   * @throws TitleExistsError if a line or rented number has the title
   */
  add(line: NewSipLine): Promise<SipLine>;
  /** Adds lines with few requests. Returns a line or an error for each, in their order. */
  addMany(lines: readonly NewSipLine[]): Promise<(SipLine | Error)[]>;
  /** Looks for the lines that lost adds may have created: `voximplant.sip.get`. Returns what it found for each. */
  lookUp(lost: readonly LostAdd[]): Promise<LookedUp[]>;
  /**
   * Whether a line above this CONFIG_ID may have been changed or deleted through the gateway in the last so many milliseconds.
   * Undefined if that cannot be known now.
   */
  mayHaveChanged(above: bigint, agoMs: number): Promise<boolean | undefined>;
  /**
   * Changes a line and reads it back: `voximplant.sip.update`.
   *
   * @throws InvalidInputError before anything is sent
   * @throws TitleExistsError if another line or a rented number has the title
   * @throws NotFoundError
   * @throws ReadBackError if the line was changed but could not be read back
   */
  update(configId: string, changes: NullableSipLineChanges): Promise<SipLine>;
  /**
   * Deletes a line: `voximplant.sip.delete`.
   *
   * @throws NotFoundError
   */
  delete(configId: string): Promise<void>;
  /** The lines with these CONFIG_IDs: `voximplant.sip.get`, one call per 50 ids. */
  findByConfigIds(configIds: readonly string[]): Promise<FoundSipLines>;
  /** The lines with these REG_IDs: `voximplant.sip.get`, one call per 50 ids. */
  findByRegIds(regIds: readonly string[]): Promise<FoundSipLines>;
  /** Up to `count` of the matching lines, in order, that follow a position: `voximplant.sip.get`. */
  list(
    filter: SipLineFilter,
    order: SipLineOrder,
    after: SipLinePosition | undefined,
    count: number,
  ): Promise<SipLinePage>;
}

export function createSipLines(client: Bitrix24Client): SipLines {
  return {
    add: (line) => addSipLine(client, line),
    addMany: (lines) => addSipLines(client, lines),
    lookUp: (lost) => lookUpAdds(client, lost),
    mayHaveChanged: (above, agoMs) => client.mayHaveChanged(above, agoMs),
    update: (configId, changes) => updateSipLine(client, configId, changes),
    delete: (configId) => deleteSipLine(client, configId),
    findByConfigIds: (configIds) => findSipLines(client, 'CONFIG_ID', configIds),
    findByRegIds: (regIds) => findSipLines(client, 'REG_ID', regIds),
    list: (filter, order, after, count) => listSipLines(client, filter, order, after, count),
  };
}
