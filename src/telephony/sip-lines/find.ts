import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { PAGE_SIZE } from '../list-method.ts';
import { isId } from '../wire.ts';
import { sipGet } from './methods.ts';
import type { SipLine } from './sip-line.ts';

/** Lines by the id that they were requested by. Unknown ones are absent. */
export interface FoundSipLines {
  readonly lines: ReadonlyMap<string, SipLine>;
  /** Set if the portal returned unreadable rows: a line that is absent may be one of them. */
  readonly unreadable: Bitrix24Error | undefined;
}

/** @throws Bitrix24Error */
export async function findSipLines(
  client: Bitrix24Client,
  by: 'CONFIG_ID' | 'REG_ID',
  wanted: readonly string[],
): Promise<FoundSipLines> {
  const ids = [...new Set(wanted.filter(isId))];
  // Never more ids than rows on a page: lines cannot get lost between pages.
  const replies = await client.callAll(
    range(0, ids.length, PAGE_SIZE).map((start) =>
      sipGet({ filter: { [by]: ids.slice(start, start + PAGE_SIZE) } }),
    ),
  );
  const lines = new Map<string, SipLine>();
  let unreadable: Bitrix24Error | undefined;
  for (const reply of replies) {
    if (reply instanceof Error) throw reply;
    for (const row of reply.value) {
      if (row instanceof Error) unreadable = row;
      else lines.set((by === 'REG_ID' ? row.regId : null) ?? row.configId, row);
    }
  }
  return { lines, unreadable };
}

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((to - from) / step)) },
    (_, index) => from + index * step,
  );
}
