import type { CallbackScope } from '../options.ts';
import { lineGet, lineOutgoingGet, lineOutgoingSet, lineOutgoingSipSet } from './lines.ts';
import { ttsVoicesGet, urlGet } from './links-and-voices.ts';
import type { Method } from './method.ts';
import { callbackStart, infocallStartWithSound, infocallStartWithText } from './outgoing-calls.ts';
import { sipAdd } from './sip-add.ts';
import { sipConnectorStatus } from './sip-connector-status.ts';
import { sipDelete } from './sip-delete.ts';
import { sipGet } from './sip-get.ts';
import { sipStatus } from './sip-status.ts';
import { sipUpdate } from './sip-update.ts';
import { statisticGet } from './statistic-get.ts';
import { methodGet, methodList, profile, scope, serverTime } from './system.ts';
import { userActivatePhone, userDeactivatePhone, userGet } from './users.ts';

/**
 * Every method of the portal except `batch`, which is handled separately.
 *
 * @param callbackScope the scope of `callback.start` on this portal
 */
export function methodsWith(callbackScope: CallbackScope): readonly Method[] {
  return methods.map((method) => (method === callbackStart ? { ...method, scope: callbackScope } : method));
}

const methods: readonly Method[] = [
  sipAdd,
  sipGet,
  sipUpdate,
  sipDelete,
  sipStatus,
  sipConnectorStatus,
  lineGet,
  lineOutgoingGet,
  lineOutgoingSet,
  lineOutgoingSipSet,
  userGet,
  userActivatePhone,
  userDeactivatePhone,
  urlGet,
  ttsVoicesGet,
  callbackStart,
  infocallStartWithText,
  infocallStartWithSound,
  statisticGet,
  scope,
  methodList,
  methodGet,
  serverTime,
  profile,
];
