import { phpInt } from '../php/scalar.ts';
import { RestError } from '../rest/error.ts';
import type { Texts } from './translated-texts.ts';
import { lineIdOf } from '../store/sip-line.ts';
import type { SipLine } from '../store/sip-line.ts';
import { NO_OUTGOING_LINE } from '../store/telephony-store.ts';
import { requireRight } from './access.ts';
import { DONE, readResult } from './method.ts';
import type { Method } from './method.ts';

/**
 * `voximplant.line.get`: every SIP line and number, whoever added it, but no line of an external telephony application.
 */
export const lineGet: Method = {
  name: 'voximplant.line.get',
  scope: 'telephony',
  seconds: 0.5,
  begin: ({ caller }, { store, texts }) => {
    requireRight(caller, 'canManageLines');
    const sipLines = Array.from(
      store.lines(),
      (line) => [lineIdOf(line), escapeHtml(nameOf(line, texts))] as const,
    );
    const rented = Array.from(store.numbers(), ({ number, title }) => [number, escapeHtml(title)] as const);
    return readResult({ result: new Map([...sipLines, ...rented]) });
  },
};

/** `voximplant.line.outgoing.get`: the LINE_ID of outgoing calls where nothing else is set. */
export const lineOutgoingGet: Method = {
  name: 'voximplant.line.outgoing.get',
  scope: 'telephony',
  seconds: 0.25,
  begin: ({ caller }, { store }) => {
    requireRight(caller, 'canManageLines');
    return readResult({ result: store.outgoingLine() });
  },
};

/** `voximplant.line.outgoing.set`: returns 1 for an unknown LINE_ID too, but then changes nothing. */
export const lineOutgoingSet: Method = {
  name: 'voximplant.line.outgoing.set',
  scope: 'telephony',
  seconds: 0.14,
  begin: ({ caller, params }, { store }) => {
    requireRight(caller, 'canManageLines');
    const lineId = params.text('LINE_ID') ?? '';
    return () => {
      if (lineId === NO_OUTGOING_LINE || store.knowsLineId(lineId) || store.isApplicationLine(lineId)) {
        store.setOutgoingLine(lineId);
      }
      return DONE;
    };
  },
};

/** `voximplant.line.outgoing.sip.set`: takes a CONFIG_ID, of any application. */
export const lineOutgoingSipSet: Method = {
  name: 'voximplant.line.outgoing.sip.set',
  scope: 'telephony',
  seconds: 0.75,
  begin: ({ caller, params }, { store }) => {
    requireRight(caller, 'canManageLines');
    const configId = phpInt(params.get('CONFIG_ID'));
    if (store.lineId(configId) === undefined) {
      throw new RestError(400, 'ERROR_ARGUMENT', 'Specified CONFIG_ID is not found');
    }
    return () => {
      const lineId = store.lineId(configId);
      if (lineId !== undefined) store.setOutgoingLine(lineId);
      return DONE;
    };
  },
};

function nameOf(line: SipLine, texts: Texts): string {
  if (line.title !== '') return line.title;
  return line.type === 'cloud' ? texts.cloudLineName(line.configId) : texts.officeLineName(line.configId);
}

/** The list was made for a web page, so names in it are escaped as HTML. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
