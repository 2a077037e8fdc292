import type { Script } from './script.ts';

/** How long a command may take, in milliseconds: much longer than Redis ever needs, much less than a caller waits. */
export const COMMAND_MS = 250;

/**
 * Has Redis run a script. Undefined if there is no reply in time: then nothing is sent any more that could run later than
 * what follows. Rejects with an error of Redis or of the connection.
 */
export type Evaluate = (
  script: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<{ readonly value: unknown } | undefined>;

/** The reply, or undefined if there is none in time. A reply that has arrived but was not read yet counts. */
export type InTime = <T>(reply: Promise<T>) => Promise<T | undefined>;

/** @param after runs a task once, after so many milliseconds; returns a function that cancels it */
export function createInTime(after: (delayMs: number, task: () => void) => () => void): InTime {
  return (reply) =>
    new Promise((resolve, reject) => {
      const cancel = after(COMMAND_MS, () => {
        setImmediate(() => {
          resolve(undefined);
        });
      });
      reply.then(resolve, reject).finally(cancel);
    });
}

export function createEvaluate(
  inTime: InTime,
  send: (command: readonly string[]) => Promise<unknown>,
): Evaluate {
  return async (script, keys, args) => {
    const tail = [String(keys.length), ...keys, ...args.map(String)];
    let isAwaited = true;
    const run = async () => {
      try {
        return { value: await send(['EVALSHA', script.sha, ...tail]) };
      } catch (error) {
        const isForgotten = error instanceof Error && error.message.startsWith('NOSCRIPT');
        if (!isForgotten || !isAwaited) throw error;
        return { value: await send(['EVAL', script.text, ...tail]) };
      }
    };
    try {
      return await inTime(run());
    } finally {
      isAwaited = false;
    }
  };
}
