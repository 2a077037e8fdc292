import { isSafeInBatch, MAX_BATCH_COMMANDS } from './batch.ts';
import type { Bitrix24Client } from './client.ts';
import type { Reply } from './envelope.ts';
import { Bitrix24Error } from './errors.ts';
import type { Command } from './method.ts';

/** The longest that the commands of one request may be expected to run, in seconds. Well within the deadlines. */
const MAX_EXPECTED_SECONDS = { read: 15, write: 10 } as const;

/** Requests in flight at once. */
const MAX_IN_FLIGHT = 10;

/** What a command is expected to take where nothing is known about its method, in seconds. */
const DEFAULT_SECONDS = 1;

/**
 * Runs many commands with few requests, and answers with what became of each, in their order. A batch runs its commands
 * one after another, so they are spread over as many requests as may be in flight instead of being gathered into one.
 */
export async function runAll(
  client: Bitrix24Client,
  commands: readonly Command[],
): Promise<(Reply | Bitrix24Error)[]> {
  const outcomes = new Map<Command, Reply | Bitrix24Error>();
  await inParallel(planRequests(commands), MAX_IN_FLIGHT, async (group) => {
    const [first, ...others] = group;
    if (!first) return;
    const results = others.length === 0 ? [await callAlone(client, first)] : await client.callBatch(group);
    results.forEach((result, index) => {
      const command = group[index];
      if (command) outcomes.set(command, result);
    });
  });
  return commands.map((command) => {
    const outcome = outcomes.get(command);
    if (!outcome) throw new Error('a command was left out of every request');
    return outcome;
  });
}

/**
 * Which commands share a request. Reads and writes stay apart; a command that a batch would rewrite, or that must not
 * be repeated on doubt, travels alone.
 */
export function planRequests(commands: readonly Command[]): Command[][] {
  const alone = commands.filter((command) => !mayShare(command));
  const shared = commands.filter(mayShare);
  return [
    ...alone.map((command) => [command]),
    ...(['read', 'write'] as const).flatMap((kind) =>
      divide(
        shared.filter(({ method }) => method.kind === kind),
        MAX_EXPECTED_SECONDS[kind],
      ),
    ),
  ];
}

function mayShare({ method, params }: Command): boolean {
  return isSafeInBatch(params) && !(method.kind === 'write' && method.settlement === 'never');
}

function divide(commands: readonly Command[], maxSeconds: number): Command[][] {
  const fairShare = Math.min(MAX_BATCH_COMMANDS, Math.ceil(commands.length / MAX_IN_FLIGHT));
  const groups: Command[][] = [];
  let group: Command[] = [];
  let seconds = 0;
  for (const command of commands) {
    const expected = command.method.typicalSeconds ?? DEFAULT_SECONDS;
    if (group.length > 0 && (group.length >= fairShare || seconds + expected > maxSeconds)) {
      groups.push(group);
      group = [];
      seconds = 0;
    }
    group.push(command);
    seconds += expected;
  }
  return group.length > 0 ? [...groups, group] : groups;
}

async function callAlone(client: Bitrix24Client, command: Command): Promise<Reply | Bitrix24Error> {
  try {
    return await client.call(command);
  } catch (error) {
    if (error instanceof Bitrix24Error) return error;
    throw error;
  }
}

async function inParallel<T>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
