import type { Method } from '../bitrix24/method.ts';

/**
 * The REST methods this gateway calls, and how each behaves when its answer is lost.
 * Source: Bitrix24 REST documentation, "Telephony".
 */
export const METHODS = {
  sipAdd: { name: 'voximplant.sip.add', kind: 'write', settlement: 'by-title' },
  sipGet: { name: 'voximplant.sip.get', kind: 'read' },
} as const satisfies Record<string, Method>;
