import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { countCalls, readCalls, type CallFilter, type CallOrder, type CallPage } from './history.ts';
import {
  startCallback,
  startInfoCall,
  type NewCallback,
  type NewInfoCall,
  type StartedCall,
} from './start.ts';

/** Calls that were, and calls to be. Every function may also throw a Bitrix24Error. */
export interface Calls {
  /** So many calls of the history after the one with an id: `voximplant.statistic.get`, once for each 50. */
  read(filter: CallFilter, order: CallOrder, after: string | undefined, count: number): Promise<CallPage>;
  /** How many calls match: `voximplant.statistic.get`. Slow on a long history. */
  count(filter: CallFilter): Promise<number>;
  /**
   * Calls an employee of the line, then the customer, and connects them: `voximplant.callback.start`. Never repeated.
   *
   * @throws InvalidInputError before anything is sent
   * @throws CallRefusedError
   */
  startCallback(call: NewCallback): Promise<StartedCall>;
  /**
   * Calls a number and says a text or plays a sound: `voximplant.infocall.startwithtext`, `.startwithsound`. Never
   * repeated.
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
    // Problems are thrown by a promise, as every other error.
    startCallback: async (call) => startCallback(client, call),
    startInfoCall: async (call) => startInfoCall(client, call),
  };
}
