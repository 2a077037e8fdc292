import type { Command, FoundRecord } from '../../bitrix24/protocol/command.ts';
import { foldTitle, sipLineWithTitle, titleQuery } from './find.ts';
import { METHODS } from '../methods.ts';
import { phpTrim } from './php-trim.ts';
import { sipLineParams, storedServer, type NewSipLine, type SipLineChanges } from './input.ts';
import { sipLineRow } from './sip-line.ts';
import { isConfirmation } from '../wire.ts';

/** The command that adds a line, with what is needed to settle it should its answer be lost. */
export function addCommand(line: NewSipLine): Command {
  return {
    method: METHODS.sipAdd,
    params: sipLineParams(line),
    accepts: (result) => sipLineRow.safeParse(result).success,
    touches: [titleKey(line.title)],
    lookup: { command: titleQuery(line.title), read: (result) => foundLine(line, result) },
  };
}

/** The command that changes a line. */
export function updateCommand(configId: string, changes: SipLineChanges): Command {
  return {
    method: METHODS.sipUpdate,
    params: { CONFIG_ID: configId, ...sipLineParams(changes) },
    accepts: isConfirmation,
    touches: [lineKey(configId), ...(changes.title === undefined ? [] : [titleKey(changes.title)])],
  };
}

/** The command that deletes a line. */
export function deleteCommand(configId: string): Command {
  return {
    method: METHODS.sipDelete,
    params: { CONFIG_ID: configId },
    accepts: isConfirmation,
    touches: [lineKey(configId)],
  };
}

function lineKey(configId: string): string {
  return `line ${configId}`;
}

function titleKey(title: string): string {
  return `title ${foldTitle(title)}`;
}

/** The line with the title of a wanted one, and whether it is that one as far as the portal tells. */
function foundLine(wanted: NewSipLine, result: unknown): FoundRecord | undefined {
  const found = sipLineWithTitle(wanted.title, result);
  if (!found) return undefined;
  return {
    id: Number(found.line.configId),
    equal:
      found.line.type === wanted.type &&
      found.line.server === storedServer(wanted.server) &&
      found.line.login === phpTrim(wanted.login) &&
      (found.line.password?.reveal() ?? '') === phpTrim(wanted.password),
    result: found.row,
  };
}
