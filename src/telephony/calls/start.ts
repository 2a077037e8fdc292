import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Command } from '../../bitrix24/protocol/command.ts';
import { isPortalError } from '../../bitrix24/protocol/errors.ts';
import { CallRefusedError } from '../errors.ts';
import { checkCallback, checkInfoCall, type NewCallback, type NewInfoCall } from './input.ts';
import { callbackStart, infocallStartWithSound, infocallStartWithText } from './methods.ts';
import type { StartedCall } from './started-call.ts';

/** Starts a callback: see `Calls.startCallback`. */
export async function startCallback(client: Bitrix24Client, call: NewCallback): Promise<StartedCall> {
  checkCallback(call);
  return start(client, callbackStart(call));
}

/** Starts an info call: see `Calls.startInfoCall`. */
export async function startInfoCall(client: Bitrix24Client, call: NewInfoCall): Promise<StartedCall> {
  checkInfoCall(call);
  const method = typeof call.soundUrl === 'string' ? infocallStartWithSound : infocallStartWithText;
  return start(client, method(call));
}

async function start(client: Bitrix24Client, command: Command<StartedCall>): Promise<StartedCall> {
  try {
    return (await client.call(command)).value;
  } catch (error) {
    throw explain(error);
  }
}

/** These methods have a single error code that explains nothing, but its description is always in English. */
function explain(error: unknown): unknown {
  if (!isPortalError(error, 'ERROR_CORE') || error.failure.kind !== 'portal') return error;
  const { description } = error.failure;
  if (/could not find (line|config)/i.test(description)) return new CallRefusedError('lineId', true, error);
  if (/LINK_BASE_NUMBER/i.test(description)) return new CallRefusedError('lineId', false, error);
  if (/number is not correct/i.test(description)) return new CallRefusedError('phoneNumber', false, error);
  return error;
}
