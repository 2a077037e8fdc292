import { readCount, readFailure, readTime, type RawReply } from './envelope.ts';
import { Bitrix24Error } from './errors.ts';
import type { Query, Params } from './command.ts';

/** The most commands the portal takes in one `batch`. Source: Bitrix24 REST documentation, `batch`. */
export const MAX_BATCH_COMMANDS = 50;

/**
 * Whether the portal would leave every key and value as it is. After decoding, it replaces `$result[…]`, `$next[…]`,
 * `$total[…]`, `$time[…]` and `$error[…]` anywhere, in any case, with data of earlier commands, and no encoding escapes
 * that. Deliberately broader than the portal's own matching: sending a call unbatched without need costs little.
 */
export function isSafeInBatch(params: Params): boolean {
  const text = JSON.stringify(params);
  const at = text.search(REFERENCE);
  return at < 0 || !text.includes('[', at);
}

const REFERENCE = /\$(result|next|total|time|error)/i;

/** The parameters of a `batch` call. Commands have alphabetic keys, so that PHP never turns them into a list. */
export function encodeBatch(commands: readonly Query[]): Params {
  const entries = commands.map(({ method, params }, index) => [
    keyOf(index),
    `${method.name}?${encodeQuery(params)}`,
  ]);
  return { halt: 0, cmd: Object.fromEntries(entries) as Record<string, string> };
}

function keyOf(index: number): string {
  return `c${index}`;
}

/** Parameters as PHP's `parse_str` reads them: `FILTER[KEY]=v`, lists as `a[0]=x`. */
export function encodeQuery(params: Params): string {
  return Object.entries(params)
    .flatMap(([name, value]) => encodePairs(percentEncode(name), value))
    .join('&');
}

function encodePairs(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) {
    return [`${name}=${percentEncode(scalarText(value))}`];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    encodePairs(`${name}%5B${percentEncode(key)}%5D`, item),
  );
}

// A query string has no null; the portal treats an empty string as no value everywhere.
function scalarText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Encodes everything but letters, digits and `-_.~`, because the command is parsed as a URL first. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The outcome of each command, in order. A command that the response does not mention gets an error. */
export function decodeBatch(commands: readonly Query[], result: unknown): (RawReply | Bitrix24Error)[] {
  const part = (name: string) => entryOf(result, name);
  const [results, errors] = [part('result'), part('result_error')];
  const [totals, nexts, times] = [part('result_total'), part('result_next'), part('result_time')];
  return commands.map(({ method }, index) => {
    const key = keyOf(index);
    const error = entryOf(errors, key);
    // An error wins: a halted or failed command may leave an empty result behind.
    if (error !== undefined && error !== null) {
      const failure = readFailure(error, 200);
      return new Bitrix24Error(
        method,
        failure ?? { kind: 'unexpected-shape', detail: 'an error of a batch command in an unknown form' },
      );
    }
    const found = entryOf(results, key);
    if (found === undefined) return new Bitrix24Error(method, { kind: 'missing' });
    return {
      result: found,
      total: readCount(entryOf(totals, key)),
      next: readCount(entryOf(nexts, key)),
      time: readTime(entryOf(times, key)),
    };
  });
}

/** An entry of a PHP map, which is an object or, if empty, `[]`. Undefined if there is none: JSON has no such value. */
function entryOf(map: unknown, key: string): unknown {
  return typeof map === 'object' && map !== null && Object.hasOwn(map, key)
    ? (map as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
