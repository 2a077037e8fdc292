import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Command } from '../../bitrix24/protocol/command.ts';
import type { OperationRun } from './operation-run.ts';

/** What the decoded values of a response take in memory. */
const BYTES_OF_CHARACTER = 2;
const BYTES_OF_VALUE = 64;

/**
 * The client of one operation, which counts commands and releases a query as soon as it stops. Everything that a
 * resolver awaits goes through here. Writes are never released.
 */
export function limitClient(client: Bitrix24Client, run: OperationRun): Bitrix24Client {
  function limited<T>(commands: readonly Command[], send: () => Promise<T>): Promise<T> {
    run.count('commands', commands.length);
    return commands.every(({ method }) => method.kind === 'read') ? run.read(send) : send();
  }
  const counted = <T>(command: Command<T>): Command<T> => ({
    ...command,
    onReceived: ({ characters, values }) => {
      run.count('received', characters);
      run.hold(characters * BYTES_OF_CHARACTER + values * BYTES_OF_VALUE);
    },
  });
  return {
    ofApplication: client.ofApplication,
    proveCredential: () => client.proveCredential(),
    call: (command) => limited([command], () => client.call(counted(command))),
    mayHaveChanged: (above, agoMs) => client.mayHaveChanged(above, agoMs),
    callAll: (commands) => limited(commands, () => client.callAll(commands.map(counted))),
  };
}
