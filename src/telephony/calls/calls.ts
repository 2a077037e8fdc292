import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { countCalls, readCalls, type CallFilter, type CallOrder, type CallPage } from './history.ts';
import type { NewCallback, NewInfoCall } from './input.ts';
import { startCallback, startInfoCall } from './start.ts';
import type { StartedCall } from './started-call.ts';

/** The call history, and new calls. Every function may also throw a Bitrix24Error. */
export interface Calls {
  /** Up to `count` calls that follow the one with the id `after`: `voximplant.statistic.get`, one call per 50. */
  read(filter: CallFilter, order: CallOrder, after: string | undefined, count: number): Promise<CallPage>;
  /** How many calls match: `voximplant.statistic.get`. Slow on a long history. */
  count(filter: CallFilter): Promise<number>;
  /**
   * Calls an employee of the line, then the customer, and connects them: `voximplant.callback.start`. Never retried.
   *
   * @throws InvalidInputError before anything is sent
   * @throws CallRefusedError
   */
  startCallback(call: NewCallback): Promise<StartedCall>;
  /**
   * Calls a number and speaks a text or plays a sound: `voximplant.infocall.startwithtext`, `.startwithsound`. Never
   * retried.
   *
   * @throws InvalidInputError before anything is sent
   * @throws CallRefusedError
   */
  startInfoCall(call: NewInfoCall): Promise<StartedCall>;
}

export function createCalls(client: Bitrix24Client): Calls {
  return {
    read: (filter, order, after, count) => readCalls(client, filter, order, after, count),
    count: (filter) => countCalls(client, filter),
    startCallback: (call) => startCallback(client, call),
    startInfoCall: (call) => startInfoCall(client, call),
  };
}
