import type { Clock } from '../clock.ts';
import type { RunningEntry } from '../journal.ts';
import type { OperatingBudget } from '../limits/operating-budget.ts';
import type { Method, MethodContext, MethodResult } from './method.ts';
import { phpInt } from '../php/scalar.ts';
import type { PhpArray } from '../php/value.ts';
import type { RequestRunTime } from '../request-run-time.ts';
import type { Caller } from '../store/callers.ts';
import { RestError, type Generation } from '../rest/error.ts';
import type { Outcome } from '../rest/outcome.ts';
import { createParams } from '../rest/params.ts';
import { systemErrors } from '../rest/system-errors.ts';
import { timeBlock } from '../rest/time-block.ts';

/** What running a command needs from the portal. */
export interface CommandEnvironment {
  readonly clock: Clock;
  readonly context: MethodContext;
  readonly budget: OperatingBudget;
  readonly method: (name: string) => Method | undefined;
  readonly secondsOf: (method: Method) => number;
  readonly generation: Generation;
  /** Whether responses report how much of its budget the method has used. */
  readonly reportsOperating: boolean;
  readonly utcOffsetMinutes: number;
}

export interface Command {
  readonly method: string;
  readonly params: PhpArray;
  /** Throws a RestError if the caller is refused. Called only if the method exists. */
  readonly caller: () => Caller;
  readonly runTime: RequestRunTime;
  readonly entry: RunningEntry;
  /** How many milliseconds longer than usual the method takes. Default: 0. */
  readonly extraMs?: number;
}

/**
 * Runs one method. The method must exist, the caller must be known and have its scope, and the operating budget must
 * not be used up; then the method itself decides. All the time that it takes is charged to the budget.
 */
export async function runCommand(command: Command, environment: CommandEnvironment): Promise<Outcome> {
  const { clock, budget, context } = environment;
  const startedAt = clock.now();
  try {
    const method = environment.method(command.method);
    if (method === undefined) throw systemErrors.methodNotFound();
    const caller = command.caller();
    if (method.scope !== '' && !caller.scopes.includes(method.scope)) throw systemErrors.insufficientScope();
    const budgetKey = `${caller.budgetKey}\n${method.name}`;
    if (budget.isExceeded(budgetKey, startedAt)) throw systemErrors.operationTime();

    const params = createParams(command.params);
    const start = phpInt(params.get('START'));
    const finish = method.begin({ caller, params, start }, context);
    const seconds = environment.secondsOf(method) + (command.extraMs ?? 0) / 1000;
    const isWithinTime = await command.runTime.spend(seconds);
    budget.charge(budgetKey, startedAt, (clock.now() - startedAt) / 1000);
    if (!isWithinTime) return { kind: 'timed-out' };

    const result: MethodResult = finish();
    command.entry.executed(clock.now());
    const operating = environment.reportsOperating ? budget.state(budgetKey, clock.now()) : undefined;
    const time = timeBlock(startedAt, clock.now(), environment.utcOffsetMinutes, operating);
    return { kind: 'success', ...result, time };
  } catch (error) {
    if (error instanceof RestError) return { kind: 'refused', error };
    throw error;
  }
}
