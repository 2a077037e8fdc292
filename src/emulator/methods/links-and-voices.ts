import { readResult } from './method.ts';
import type { Method } from './method.ts';
import { voices } from './voices.ts';

/** `voximplant.url.get`: addresses of the portal's pages. Any user may call it. */
export const urlGet: Method = {
  name: 'voximplant.url.get',
  scope: 'telephony',
  seconds: 0.86,
  begin: (_call, { origin }) =>
    readResult({
      result: {
        detail_statistics: `${origin()}/telephony/detail.php`,
        buy_connector: `${origin()}/settings/license_phone_sip.php`,
        edit_config: `${origin()}/telephony/edit.php?ID=#CONFIG_ID#`,
        lines: `${origin()}/telephony/lines.php`,
      },
    }),
};

/** `voximplant.tts.voices.get`: the voices that can read a text. Any user may call it. */
export const ttsVoicesGet: Method = {
  name: 'voximplant.tts.voices.get',
  scope: 'telephony',
  seconds: 0.35,
  begin: () => readResult({ result: voices }),
};
