import type { Clock } from '../../src/bitrix24/clock.ts';
import { isPortalError } from '../../src/bitrix24/protocol/errors.ts';
import type { Sender } from '../../src/bitrix24/protocol/sender.ts';
import type { Command } from '../../src/bitrix24/protocol/command.ts';
import { CLOUD_LIMITS } from '../../src/emulator/options.ts';

/** Something that runs commands through the limits of a portal. */
export interface Rival {
  run(command: Command): Promise<void>;
  runAll(commands: readonly Command[]): Promise<void>;
}

export type RivalKind = 'one call per command' | 'batches of 50';

interface Job {
  readonly commands: readonly Command[];
  readonly done: () => void;
}

const SLOTS = 10;
const MAX_BATCH = 50;
const TIMEOUT_MS = 60_000;

/** A client without foresight, but with a limiter that knows the bucket exactly and never waits longer than it must. */
export function createRival(kind: RivalKind, sender: Sender, time: Clock, empty: boolean): Rival {
  const { burst, perSecond } = CLOUD_LIMITS.rate;
  let level = { value: empty ? burst : 0, at: time.now() };
  let inFlight = 0;
  const jobs: Job[] = [];

  function pump(): void {
    while (jobs.length > 0 && inFlight < SLOTS) {
      const now = time.now();
      const value = Math.max(0, level.value - ((now - level.at) / 1000) * perSecond);
      if (value + 1 > burst + 1e-9) {
        time.after(Math.ceil(((value + 1 - burst) / perSecond) * 1000), pump);
        return;
      }
      level = { value: value + 1, at: now };
      void send(take());
    }
  }

  /** The next request: a job, or as many waiting single commands as fit into a batch. */
  function take(): Job[] {
    if (kind === 'one call per command') return jobs.splice(0, 1);
    return jobs.splice(0, MAX_BATCH);
  }

  async function send(taken: readonly Job[]): Promise<void> {
    inFlight += 1;
    const commands = taken.flatMap((job) => job.commands);
    const [first] = commands;
    const outcomes =
      commands.length === 1 && first
        ? [await sender.send(first, TIMEOUT_MS)]
        : (await sender.sendBatch(commands, TIMEOUT_MS)).outcomes;
    inFlight -= 1;
    // In real time requests may arrive closer together than they were sent.
    if (outcomes.some((outcome) => isPortalError(outcome, 'QUERY_LIMIT_EXCEEDED'))) {
      level = { value: burst, at: time.now() };
      jobs.unshift(...taken);
      pump();
      return;
    }
    const error = outcomes.find((outcome) => outcome instanceof Error);
    if (error) throw error;
    for (const job of taken) job.done();
    pump();
  }

  const run = (command: Command) =>
    new Promise<void>((resolve) => {
      jobs.push({ commands: [command], done: resolve });
      // All that is asked for in the same turn is seen together.
      if (jobs.length === 1) queueMicrotask(pump);
    });
  return {
    run,
    async runAll(commands) {
      await Promise.all(commands.map(run));
    },
  };
}
