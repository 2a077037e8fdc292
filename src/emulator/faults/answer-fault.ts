import type { Clock } from '../clock.ts';
import { isWireList } from '../php/json.ts';
import type { Wire, WireMap, WireObject } from '../php/json.ts';
import { RestError } from '../rest/error.ts';
import type { Outcome } from '../rest/outcome.ts';
import { timeBlock } from '../rest/time-block.ts';
import type { AnswerFault } from './fault.ts';

/**
 * Runs a call and applies a fault to its response.
 *
 * @param run `extraMs`: how much longer than usual the method takes
 */
export async function runWithAnswerFault(
  fault: AnswerFault,
  clock: Clock,
  run: (extraMs?: number) => Promise<Outcome>,
): Promise<Outcome> {
  switch (fault.kind) {
    case 'error':
      if (fault.stage === 'after') await run();
      return { kind: 'refused', error: new RestError(fault.status, fault.code, fault.description ?? '') };
    case 'result':
      return replaceResult(fault, fault.execute === false ? undefined : await run(), clock.now());
    case 'result-patch': {
      const outcome = await run();
      return outcome.kind === 'success' ? { ...outcome, result: patch(outcome.result, fault) } : outcome;
    }
    case 'slow': {
      if (fault.stage === 'during') return run(fault.delayMs);
      const outcome = await run();
      await clock.sleep(fault.delayMs);
      return outcome;
    }
  }
}

function replaceResult(
  fault: AnswerFault & { kind: 'result' },
  outcome: Outcome | undefined,
  now: number,
): Outcome {
  return {
    kind: 'success',
    result: fault.result,
    ...(fault.total === undefined ? {} : { total: fault.total }),
    ...(fault.next === undefined ? {} : { next: fault.next }),
    time: outcome?.kind === 'success' ? outcome.time : timeBlock(now, now, 0, undefined),
  };
}

function patch(result: Wire, fault: AnswerFault & { kind: 'result-patch' }): Wire {
  if (isWireList(result)) return result.map((row) => patch(row, fault));
  if (result === null || typeof result !== 'object') return result;
  const fields: WireObject =
    result instanceof Map ? Object.fromEntries(result as WireMap) : (result as WireObject);
  const merged = { ...fields, ...fault.merge };
  const removed = new Set(fault.remove);
  return Object.fromEntries(Object.entries(merged).filter(([key]) => !removed.has(key)));
}
