import type { Method } from '../bitrix24/method.ts';

/**
 * The REST methods this gateway calls: how long each usually takes, and how it behaves when its answer is lost.
 * Source: Bitrix24 REST documentation, "Telephony".
 */
export const METHODS = {
  sipAdd: { name: 'voximplant.sip.add', kind: 'write', settlement: 'by-title', typicalSeconds: 1 },
  sipGet: { name: 'voximplant.sip.get', kind: 'read', typicalSeconds: 0.3 },
  sipUpdate: { name: 'voximplant.sip.update', kind: 'write', settlement: 'idempotent', typicalSeconds: 0.66 },
  sipDelete: { name: 'voximplant.sip.delete', kind: 'write', settlement: 'idempotent', typicalSeconds: 0.5 },
  sipStatus: { name: 'voximplant.sip.status', kind: 'read', typicalSeconds: 0.7 },
  sipConnectorStatus: { name: 'voximplant.sip.connector.status', kind: 'read', typicalSeconds: 1 },
} as const satisfies Record<string, Method>;
