import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { isMoment } from '../wire.ts';

/** @throws Bitrix24Error */
export async function readServerTime(client: Bitrix24Client): Promise<number> {
  const { result } = await client.call({ method: METHODS.serverTime, params: {} });
  return Date.parse(decodeResult(METHODS.serverTime, z.string().refine(isMoment), result));
}
