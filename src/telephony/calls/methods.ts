import type { Params } from '../../bitrix24/protocol/command.ts';
import { defineMethod } from '../define-method.ts';
import { listParams, rowsOf, type ListArgument } from '../list-method.ts';
import { dialled, type NewCallback, type NewInfoCall } from './input.ts';
import { startedCall } from './started-call.ts';
import { callRow } from './telephony-call.ts';

/** Conditions of `voximplant.statistic.get`. */
export interface CallConditions {
  readonly CALL_TYPE?: readonly string[] | undefined;
  readonly CALL_FAILED_CODE?: readonly string[] | undefined;
  readonly PORTAL_NUMBER?: readonly string[] | undefined;
  readonly PORTAL_USER_ID?: readonly string[] | undefined;
  readonly CALL_ID?: readonly string[] | undefined;
  readonly CRM_ENTITY_ID?: readonly string[] | undefined;
  readonly CRM_ACTIVITY_ID?: readonly string[] | undefined;
  readonly '=CRM_ENTITY_TYPE'?: string | undefined;
  readonly '=PHONE_NUMBER'?: string | undefined;
  readonly '%PHONE_NUMBER'?: string | undefined;
  readonly '>=CALL_START_DATE'?: string | undefined;
  readonly '<CALL_START_DATE'?: string | undefined;
  readonly '>=CALL_DURATION'?: number | undefined;
  readonly '>ID'?: string | undefined;
  readonly '<ID'?: string | undefined;
}

/** Source: Bitrix24 REST documentation, `voximplant.statistic.get`. */
export const statisticGet = defineMethod({
  name: 'voximplant.statistic.get',
  kind: 'read',
  typicalSeconds: 0.6,
  params: (argument: ListArgument<CallConditions, 'ID'>) => listParams(argument),
  result: rowsOf(callRow, 'ID'),
});

/** Source: Bitrix24 REST documentation, `voximplant.callback.start`. */
export const callbackStart = defineMethod({
  name: 'voximplant.callback.start',
  kind: 'write',
  settlement: 'never',
  typicalSeconds: 1.7,
  params: (call: NewCallback) => ({ ...target(call), ...speech(call) }),
  result: startedCall,
});

/** Source: Bitrix24 REST documentation, `voximplant.infocall.startwithtext`. */
export const infocallStartWithText = defineMethod({
  name: 'voximplant.infocall.startwithtext',
  kind: 'write',
  settlement: 'never',
  typicalSeconds: 1.1,
  params: (call: NewInfoCall) => ({ ...target(call), ...speech(call) }),
  result: startedCall,
});

/** Source: Bitrix24 REST documentation, `voximplant.infocall.startwithsound`. */
export const infocallStartWithSound = defineMethod({
  name: 'voximplant.infocall.startwithsound',
  kind: 'write',
  settlement: 'never',
  typicalSeconds: 0.2,
  params: (call: NewInfoCall) => ({ ...target(call), URL: call.soundUrl }),
  result: startedCall,
});

function target({ lineId, phoneNumber }: NewInfoCall): Params {
  return { FROM_LINE: lineId, TO_NUMBER: dialled(phoneNumber) };
}

function speech({ text, voice }: NewInfoCall): Params {
  return { TEXT_TO_PRONOUNCE: text, VOICE: voice ?? undefined };
}
