import { phpBool } from '../php/scalar.ts';
import { parseCommandUrl } from '../php/url.ts';
import { isPhpArray } from '../php/value.ts';
import type { PhpArray } from '../php/value.ts';
import { upperCaseKeys } from '../rest/params.ts';

/** How many commands of a batch are run. The others fail. */
export const MAX_COMMANDS = 50;

export interface BatchCommand {
  readonly key: string;
  /** As sent. */
  readonly text: string;
  /** Lower case. */
  readonly method: string;
  readonly query: string;
}

export interface BatchRequest {
  readonly halt: boolean;
  /** In order; undefined is a command that is not a string, which PHP skips. */
  readonly commands: readonly (BatchCommand | undefined)[];
}

export function readBatch(params: PhpArray): BatchRequest {
  const named = upperCaseKeys(params);
  const cmd = named.get('CMD');
  const commands = Array.from(isPhpArray(cmd) ? cmd : [], ([key, text]) => {
    if (typeof text !== 'string') return undefined;
    const { path, query } = parseCommandUrl(text);
    return { key, text, method: path.toLowerCase(), query };
  });
  return { halt: phpBool(named.get('HALT')), commands };
}
