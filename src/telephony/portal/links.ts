import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { webAddress } from '../wire.ts';

/** Pages of the portal. Null where it names none. Source: Bitrix24 REST documentation, `voximplant.url.get`. */
export interface TelephonyLinks {
  readonly statisticsUrl: string | null;
  readonly buyConnectorUrl: string | null;
  readonly linesUrl: string | null;
  /** The settings of a line, with `#CONFIG_ID#` in the place of its id. */
  readonly lineSettingsTemplate: string | null;
}

const PLACEHOLDER = '#CONFIG_ID#';

const links = z
  .object({
    detail_statistics: webAddress,
    buy_connector: webAddress,
    edit_config: webAddress,
    lines: webAddress,
  })
  .transform((row): TelephonyLinks => ({
    statisticsUrl: row.detail_statistics,
    buyConnectorUrl: row.buy_connector,
    linesUrl: row.lines,
    lineSettingsTemplate: row.edit_config,
  }));

/** @throws Bitrix24Error */
export async function readLinks(client: Bitrix24Client): Promise<TelephonyLinks> {
  const { result } = await client.call({ method: METHODS.urlGet, params: {} });
  return decodeResult(METHODS.urlGet, links, result);
}

/** The page with the settings of a line; null if the portal has none that depends on the line. */
export function lineSettingsUrl({ lineSettingsTemplate }: TelephonyLinks, configId: string): string | null {
  return lineSettingsTemplate?.includes(PLACEHOLDER)
    ? lineSettingsTemplate.replaceAll(PLACEHOLDER, configId)
    : null;
}
