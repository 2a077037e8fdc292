import { defineMethod } from '../define-method.ts';
import { confirmation } from '../wire.ts';
import { lineIdOrNull } from './line-id.ts';
import { outgoingLines } from './outgoing-line.ts';

/** Source: Bitrix24 REST documentation, `voximplant.line.get`. */
export const lineGet = defineMethod({
  name: 'voximplant.line.get',
  kind: 'read',
  typicalSeconds: 0.5,
  result: outgoingLines,
});

/** Source: Bitrix24 REST documentation, `voximplant.line.outgoing.get`. */
export const lineOutgoingGet = defineMethod({
  name: 'voximplant.line.outgoing.get',
  kind: 'read',
  typicalSeconds: 0.25,
  result: lineIdOrNull,
});

/** Source: Bitrix24 REST documentation, `voximplant.line.outgoing.set`. */
export const lineOutgoingSet = defineMethod({
  name: 'voximplant.line.outgoing.set',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 0.14,
  params: (lineId: string) => ({ LINE_ID: lineId }),
  result: confirmation,
  touches: () => [DEFAULT_LINE],
});

/** Source: Bitrix24 REST documentation, `voximplant.line.outgoing.sip.set`. */
export const lineOutgoingSipSet = defineMethod({
  name: 'voximplant.line.outgoing.sip.set',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 0.75,
  params: (configId: string) => ({ CONFIG_ID: configId }),
  result: confirmation,
  touches: () => [DEFAULT_LINE],
});

const DEFAULT_LINE = 'the default line';
