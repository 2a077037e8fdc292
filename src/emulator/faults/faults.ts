import { isAnswerFault, isBatchFault, isConnectionFault } from './fault.ts';
import type { AnswerFault, BatchFault, ConnectionFault, Fault, FaultSelector, FaultTarget } from './fault.ts';

/** An injected fault. */
export interface InjectedFault {
  readonly id: number;
  readonly fault: Fault;
  /** How many calls it was applied to so far. */
  readonly fired: number;
  remove(): void;
}

/** Failures on purpose. If several faults fit a call, the one that was injected first applies. */
export interface Faults {
  inject(fault: Fault): InjectedFault;
  list(): readonly InjectedFault[];
  clear(): void;
}

/** The faults as the portal takes them. Each one that it takes counts as fired. */
export interface FaultSource extends Faults {
  /** The fault to apply to an HTTP request; `contained` are the methods in it if it is a batch. */
  forRequest(
    target: FaultTarget,
    contained: () => readonly string[],
  ): (FaultSelector & (AnswerFault | ConnectionFault)) | undefined;
  /** The fault to apply to a command in a batch. */
  forCommand(target: FaultTarget): (FaultSelector & (AnswerFault | BatchFault)) | undefined;
}

export function createFaults(random: () => number): FaultSource {
  let injected: (InjectedFault & { passed: number; fired: number })[] = [];
  let nextId = 1;

  function fires(each: { fault: Fault; passed: number; fired: number }, target: FaultTarget): boolean {
    const { skip = 0, times = 1, probability = 1, when } = each.fault;
    if (each.fired >= times) return false;
    if (when !== undefined && !when(target)) return false;
    if (probability < 1 && random() >= probability) return false;
    if (each.passed < skip) {
      each.passed += 1;
      return false;
    }
    each.fired += 1;
    return true;
  }

  return {
    inject: (fault) => {
      requireValid(fault);
      const id = nextId;
      nextId += 1;
      const entry = {
        id,
        fault,
        passed: 0,
        fired: 0,
        remove: () => {
          injected = injected.filter((each) => each.id !== id);
        },
      };
      injected.push(entry);
      return entry;
    },
    list: () => [...injected],
    clear: () => {
      injected = [];
    },
    forRequest: (target, contained) => {
      for (const each of injected) {
        const { fault } = each;
        if (isBatchFault(fault)) continue;
        const on = methodOf(fault);
        const isSelected =
          on === '*' || on === target.method || (isConnectionFault(fault) && contained().includes(on));
        if (isSelected && fires(each, target)) return fault;
      }
      return undefined;
    },
    forCommand: (target) => {
      for (const each of injected) {
        const { fault } = each;
        const on = methodOf(fault);
        if (isBatchFault(fault)) {
          if ((on === '*' || on === target.method) && fires(each, target)) return fault;
        } else if (isAnswerFault(fault) && on === target.method && fires(each, target)) return fault;
      }
      return undefined;
    },
  };
}

function methodOf(fault: Fault): string {
  return (fault.on ?? '*').toLowerCase();
}

function requireValid(fault: Fault): void {
  const { skip = 0, times = 1, probability = 1 } = fault;
  if (!(skip >= 0)) throw new RangeError(`A fault's skip must be 0 or more, not ${skip}.`);
  if (!(times >= 1)) throw new RangeError(`A fault's times must be 1 or more, not ${times}.`);
  if (!(probability > 0 && probability <= 1)) {
    throw new RangeError(`A fault's probability must be above 0 and at most 1, not ${probability}.`);
  }
}
