import type { Deadlines } from '../config/config.ts';
import type { Standing } from '../credentials/credential.ts';
import type { CancelSignal } from './cancellation.ts';
import type { Clock } from './clock.ts';
import type { Origin } from './origin.ts';
import { createProof } from './proof.ts';
import type { Reply } from './protocol/envelope.ts';
import { Bitrix24Error } from './protocol/errors.ts';
import type { Command, Query } from './protocol/command.ts';
import type { OnSent } from './scheduling/operation-state.ts';
import type { Scheduler } from './scheduling/scheduler.ts';
import type { Sender } from './protocol/sender.ts';
import type { Settlement } from './settlement/settlement.ts';

/** Calls methods of one portal with one credential, for one operation. */
export interface Bitrix24Client {
  /** Whether it calls as an application, which a few methods require, or by a webhook. */
  readonly ofApplication: boolean;
  /**
   * Resolves if the portal accepts the credential; sends nothing unless that is a caller's own and not accepted yet.
   *
   * @throws Bitrix24Error
   */
  proveCredential(): Promise<void>;
  /**
   * Runs a command and returns the portal's result.
   *
   * @throws Bitrix24Error for everything else
   */
  call<T>(command: Command<T>): Promise<Reply<T>>;
  /**
   * Runs many commands, with few requests where that is faster. Returns the outcome of each, in order; only a
   * bug in the gateway itself yields an error other than a Bitrix24Error, and it hides no other outcome.
   */
  callAll<T>(commands: readonly Command<T>[]): Promise<(Reply<T> | Error)[]>;
  /** See `ChangeLog.mayHaveChanged`. Sends nothing to the portal. */
  mayHaveChanged(above: bigint, agoMs: number): Promise<boolean | undefined>;
}

/** What an operation that calls a portal wants to know of its calls, and what it decides. */
export interface OperationHooks {
  /** Aborted when the caller no longer waits for the operation: what it has not sent yet is cancelled. */
  readonly signal?: CancelSignal | undefined;
  readonly onSent?: OnSent | undefined;
  /** What a command that is called now is for. Called once for each command; its lookups and retries have the same. */
  readonly originOf?: (() => Origin) | undefined;
}

export interface ClientOptions extends OperationHooks {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly scheduler: Scheduler;
  readonly settlement: Settlement;
  readonly sender: Sender;
  /** See `Credential.ofApplication`. */
  readonly ofApplication: boolean;
  /** Of a token that the caller brought; undefined for credentials of the gateway. */
  readonly standing?: Standing | undefined;
  /** The caller it belongs to; see `OperationOptions.caller`. */
  readonly caller: string;
}

/** The share of its time that a write may spend in the queue and on its first attempt. */
const WAITING_SHARE = 0.3;

export function createClient(options: ClientOptions): Bitrix24Client {
  const { clock, deadlines, scheduler, settlement, sender, standing, caller, signal, onSent, originOf } =
    options;
  const operation = scheduler.open({ sender, caller, signal, onSent });
  const prove = createProof((query, queueUntil) =>
    operation.run(withOrigin(query, originOf?.()), { queueUntil, answerBy: queueUntil }),
  );

  const mustProve = () => standing !== undefined && !standing.isAccepted;

  async function run<T>(given: Command<T>): Promise<Reply<T> | Bitrix24Error> {
    const origin = originOf?.();
    const command = withOrigin(given, origin);
    if (command.method.kind === 'read') {
      const answerBy = clock.now() + deadlines.readMs;
      const outcome = await operation.run(command, { queueUntil: answerBy, answerBy });
      settlement.note(command, outcome);
      return received(command, outcome);
    }
    const behind = scheduler.open({ sender, caller, onSent });
    const answerBy = clock.now() + deadlines.writeMs;
    // The rest of the time is for settling, should the response be lost.
    const queueUntil = clock.now() + deadlines.writeMs * WAITING_SHARE;
    // A caller with a made-up token must not lock others out of what the write touches.
    if (command.touches?.length && mustProve()) {
      const unproven = await prove(queueUntil);
      if (unproven) return unproven;
    }
    const outcome = await settlement.write(
      command,
      caller,
      { queueUntil, answerBy },
      (each, deadline) => operation.run(each, deadline),
      (each, deadline) => behind.run(withOrigin(each, origin), deadline),
    );
    return received(command, outcome);
  }

  return {
    ofApplication: options.ofApplication,
    async proveCredential() {
      const unproven = mustProve() ? await prove(clock.now() + deadlines.readMs) : undefined;
      if (unproven) throw unproven;
    },
    async call(command) {
      operation.announce(1);
      const outcome = await run(command);
      if (outcome instanceof Bitrix24Error) throw outcome;
      return outcome;
    },
    mayHaveChanged: (above, agoMs) => settlement.mayHaveChanged(above, agoMs),
    callAll(commands) {
      operation.announce(commands.length);
      return Promise.all(commands.map((command) => run(command).catch(asError)));
    },
  };
}

function withOrigin<Q extends Query>(query: Q, origin: Origin | undefined): Q {
  return origin ? { ...query, origin } : query;
}

function received<T>(command: Command<T>, outcome: Reply<T> | Bitrix24Error): Reply<T> | Bitrix24Error {
  if (!(outcome instanceof Bitrix24Error) && outcome.size) command.onReceived?.(outcome.size);
  return outcome;
}

function asError(fault: unknown): Error {
  return fault instanceof Error
    ? fault
    : new Error('something that is no error was thrown', { cause: fault });
}
