import { record } from '../record.ts';
import { webAddress } from '../wire.ts';

/** Reads the addresses of the portal's pages. */
export const telephonyLinks = record({
  statisticsUrl: ['detail_statistics', webAddress],
  buyConnectorUrl: ['buy_connector', webAddress],
  linesUrl: ['lines', webAddress],
  /** The settings of a line, with `#CONFIG_ID#` in place of its id. */
  lineSettingsTemplate: ['edit_config', webAddress],
});

/** Pages of the portal; null if it returns none. Source: Bitrix24 REST documentation, `voximplant.url.get`. */
export interface TelephonyLinks extends ReturnType<typeof telephonyLinks> {}

const PLACEHOLDER = '#CONFIG_ID#';

/** The page with the settings of a line; null if the portal has none that depends on the line. */
export function lineSettingsUrl({ lineSettingsTemplate }: TelephonyLinks, configId: string): string | null {
  return lineSettingsTemplate?.includes(PLACEHOLDER)
    ? lineSettingsTemplate.replaceAll(PLACEHOLDER, configId)
    : null;
}
