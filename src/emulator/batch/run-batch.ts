import { runWithAnswerFault } from '../faults/answer-fault.ts';
import { isBatchFault } from '../faults/fault.ts';
import type { FaultSource } from '../faults/faults.ts';
import type { JournalWriter, OpenedCall, RunningEntry } from '../journal.ts';
import type { Wire } from '../php/json.ts';
import { parseQueryString } from '../php/query-string.ts';
import { toPlainObject } from '../php/value.ts';
import type { PhpArray } from '../php/value.ts';
import type { Generation } from '../rest/error.ts';
import { errorBody } from '../rest/http-answer.ts';
import type { Outcome } from '../rest/outcome.ts';
import { runCommand } from '../methods/run-command.ts';
import type { CommandEnvironment } from '../methods/run-command.ts';
import { systemErrors } from '../rest/system-errors.ts';
import { timeBlock } from '../rest/time-block.ts';
import type { RequestRunTime } from '../request-run-time.ts';
import type { Caller } from '../store/callers.ts';
import { MAX_COMMANDS, readBatch } from './commands.ts';
import type { BatchCommand } from './commands.ts';
import { createBatchData, resolveReferences } from './references.ts';
import type { BatchData } from './references.ts';

export interface Batch {
  readonly params: PhpArray;
  readonly caller: Caller;
  readonly runTime: RequestRunTime;
  readonly entry: RunningEntry;
  /** Fields that the entries of its commands share with the entry of the request. */
  readonly origin: Pick<OpenedCall, 'httpMethod' | 'path' | 'remoteAddress'>;
}

export interface BatchEnvironment extends CommandEnvironment {
  readonly journal: JournalWriter;
  readonly faults: FaultSource;
}

/**
 * Runs the commands one after another, each with the data of the previous ones. The batch succeeds even if all of its
 * commands fail; it fails only if it runs out of time.
 */
export async function runBatch(batch: Batch, environment: BatchEnvironment): Promise<Outcome> {
  const startedAt = environment.clock.now();
  const { halt, commands } = readBatch(batch.params);
  const data = createBatchData();
  for (const [index, command] of commands.entries()) {
    if (command === undefined) continue;
    const outcome = await runInBatch(command, index, batch, data, environment);
    if (outcome === undefined) continue;
    if (outcome.kind === 'timed-out') return outcome;
    store(outcome, command.key, data);
    if (halt && outcome.kind === 'refused') break;
  }
  const now = environment.clock.now();
  batch.entry.executed(now);
  // The batch itself is not charged; its commands are.
  const operating = environment.reportsOperating
    ? { seconds: 0, resetAt: Math.floor(startedAt / 1000) + 600 }
    : undefined;
  return {
    kind: 'success',
    result: {
      result: data.result,
      result_error: data.error,
      result_total: data.total,
      result_next: data.next,
      result_time: data.time,
    },
    time: timeBlock(startedAt, now, environment.utcOffsetMinutes, operating),
  };
}

/** Undefined if the command must not appear in the response. */
async function runInBatch(
  command: BatchCommand,
  index: number,
  batch: Batch,
  data: BatchData,
  environment: BatchEnvironment,
): Promise<Outcome | undefined> {
  const params = new Map(resolveReferences(parseQueryString(command.query), data));
  // The batch's authorization replaces that of a command.
  params.delete('auth');
  const plainParams = toPlainObject(params);
  const entry = environment.journal.open({
    ...batch.origin,
    outer: batch.entry.id,
    batchKey: command.key,
    command: command.text,
    method: command.method,
    params: plainParams,
    headers: {},
    receivedAt: environment.clock.now(),
  });

  const run = async (extraMs = 0): Promise<Outcome> => {
    if (index >= MAX_COMMANDS) return { kind: 'refused', error: systemErrors.batchLength() };
    if (command.method === 'batch') return { kind: 'refused', error: systemErrors.batchMethod() };
    const { caller, runTime } = batch;
    const call = { method: command.method, params, caller: () => caller, runTime, entry, extraMs };
    return runCommand(call, environment);
  };

  const target = { method: command.method, params: plainParams, transport: 'batch' } as const;
  const fault = environment.faults.forCommand(target);
  if (fault !== undefined) entry.faulted(fault.kind);
  const outcome = await runUnder(fault, run, environment);
  closeEntry(entry, outcome, environment);
  return outcome;
}

async function runUnder(
  fault: ReturnType<FaultSource['forCommand']>,
  run: (extraMs?: number) => Promise<Outcome>,
  environment: BatchEnvironment,
): Promise<Outcome | undefined> {
  if (fault === undefined) return run();
  if (!isBatchFault(fault)) return runWithAnswerFault(fault, environment.clock, run);
  if (fault.execute === false) return undefined;
  const outcome = await run();
  return outcome.kind === 'timed-out' ? outcome : undefined;
}

function closeEntry(
  entry: RunningEntry,
  outcome: Outcome | undefined,
  { clock, generation }: BatchEnvironment,
): void {
  if (outcome?.kind === 'refused') entry.refused(outcome.error.code);
  entry.closed('answer', statusOf(outcome, generation), clock.now());
}

function statusOf(outcome: Outcome | undefined, generation: Generation): number | undefined {
  if (outcome === undefined || outcome.kind === 'timed-out') return undefined;
  return outcome.kind === 'refused' ? outcome.error.statusOn(generation) : 200;
}

function store(outcome: Exclude<Outcome, { kind: 'timed-out' }>, key: string, data: BatchData): void {
  if (outcome.kind === 'refused') {
    data.error.set(key, errorBody(outcome.error));
    return;
  }
  const put = (map: Map<string, Wire>, value: Wire | undefined): void => {
    if (value !== undefined) map.set(key, value);
  };
  put(data.result, outcome.result);
  put(data.total, outcome.total);
  put(data.next, outcome.next);
  put(data.time, outcome.time);
}
