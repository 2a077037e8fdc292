import type { Method } from '../bitrix24/protocol/command.ts';
import { isId } from './wire.ts';

/**
 * The REST methods this gateway calls: how long each usually takes, and how it behaves when its answer is lost.
 * Source: Bitrix24 REST documentation, "Telephony".
 */
export const METHODS = {
  sipAdd: {
    name: 'voximplant.sip.add',
    kind: 'write',
    settlement: 'by-title',
    typicalSeconds: 1,
    idsIn: (result) => configIdsIn([result]),
  },
  sipGet: { name: 'voximplant.sip.get', kind: 'read', typicalSeconds: 0.3, idsIn: configIdsIn },
  sipUpdate: { name: 'voximplant.sip.update', kind: 'write', settlement: 'idempotent', typicalSeconds: 0.66 },
  sipDelete: {
    name: 'voximplant.sip.delete',
    kind: 'write',
    settlement: 'idempotent',
    typicalSeconds: 0.5,
    doneCode: 'ERROR_NOT_FOUND',
  },
  sipStatus: { name: 'voximplant.sip.status', kind: 'read', typicalSeconds: 0.7 },
  sipConnectorStatus: { name: 'voximplant.sip.connector.status', kind: 'read', typicalSeconds: 1 },
  lineGet: { name: 'voximplant.line.get', kind: 'read', typicalSeconds: 0.5 },
  lineOutgoingGet: { name: 'voximplant.line.outgoing.get', kind: 'read', typicalSeconds: 0.25 },
  lineOutgoingSet: {
    name: 'voximplant.line.outgoing.set',
    kind: 'write',
    settlement: 'idempotent',
    typicalSeconds: 0.14,
  },
  lineOutgoingSipSet: {
    name: 'voximplant.line.outgoing.sip.set',
    kind: 'write',
    settlement: 'idempotent',
    typicalSeconds: 0.75,
  },
  userGet: { name: 'voximplant.user.get', kind: 'read', typicalSeconds: 0.25 },
  userActivatePhone: {
    name: 'voximplant.user.activatePhone',
    kind: 'write',
    settlement: 'idempotent',
    typicalSeconds: 1.2,
  },
  userDeactivatePhone: {
    name: 'voximplant.user.deactivatePhone',
    kind: 'write',
    settlement: 'idempotent',
    typicalSeconds: 1.2,
  },
  statisticGet: { name: 'voximplant.statistic.get', kind: 'read', typicalSeconds: 0.6 },
  callbackStart: {
    name: 'voximplant.callback.start',
    kind: 'write',
    settlement: 'never',
    typicalSeconds: 1.7,
  },
  infocallStartWithText: {
    name: 'voximplant.infocall.startwithtext',
    kind: 'write',
    settlement: 'never',
    typicalSeconds: 1.1,
  },
  infocallStartWithSound: {
    name: 'voximplant.infocall.startwithsound',
    kind: 'write',
    settlement: 'never',
    typicalSeconds: 0.2,
  },
  urlGet: { name: 'voximplant.url.get', kind: 'read', typicalSeconds: 0.86 },
  ttsVoicesGet: { name: 'voximplant.tts.voices.get', kind: 'read', typicalSeconds: 0.35 },
  scope: { name: 'scope', kind: 'read', typicalSeconds: 0.1 },
  serverTime: { name: 'server.time', kind: 'read', typicalSeconds: 0.1 },
} as const satisfies Record<string, Method>;

/** CONFIG_IDs rise: a line with a higher one is a younger line. */
function configIdsIn(result: unknown): number[] {
  if (!Array.isArray(result)) return [];
  return result.flatMap((row: unknown) => {
    const id = typeof row === 'object' && row !== null && 'CONFIG_ID' in row ? String(row.CONFIG_ID) : '';
    return isId(id) ? [Number(id)] : [];
  });
}
