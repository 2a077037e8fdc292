import { isAnswerFault, isBatchFault, isConnectionFault } from './fault.ts';
import type { AnswerFault, BatchFault, ConnectionFault, Fault, FaultAim, FaultTarget } from './fault.ts';

/** A fault in place. */
export interface InjectedFault {
  readonly id: number;
  readonly fault: Fault;
  /** Calls struck so far. */
  readonly fired: number;
  remove(): void;
}

/** Things going wrong on purpose. Where several faults fit a call, the one injected first strikes. */
export interface Faults {
  inject(fault: Fault): InjectedFault;
  list(): readonly InjectedFault[];
  clear(): void;
}

/** The faults as the portal asks for them; asking uses them up. */
export interface FaultSource extends Faults {
  /** The fault that strikes an HTTP request; `carried` are the methods inside it if it is a batch. */
  forRequest(
    target: FaultTarget,
    carried: () => readonly string[],
  ): (FaultAim & (AnswerFault | ConnectionFault)) | undefined;
  /** The fault that strikes a command inside a batch. */
  forCommand(target: FaultTarget): (FaultAim & (AnswerFault | BatchFault)) | undefined;
}

export function createFaults(random: () => number): FaultSource {
  let injected: (InjectedFault & { passed: number; fired: number })[] = [];
  let nextId = 1;

  function strikes(each: { fault: Fault; passed: number; fired: number }, target: FaultTarget): boolean {
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
      requireSense(fault);
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
    forRequest: (target, carried) => {
      for (const each of injected) {
        const { fault } = each;
        if (isBatchFault(fault)) continue;
        const on = aimOf(fault);
        const isAimed =
          on === '*' || on === target.method || (isConnectionFault(fault) && carried().includes(on));
        if (isAimed && strikes(each, target)) return fault;
      }
      return undefined;
    },
    forCommand: (target) => {
      for (const each of injected) {
        const { fault } = each;
        const on = aimOf(fault);
        if (isBatchFault(fault)) {
          if ((on === '*' || on === target.method) && strikes(each, target)) return fault;
        } else if (isAnswerFault(fault) && on === target.method && strikes(each, target)) return fault;
      }
      return undefined;
    },
  };
}

function aimOf(fault: Fault): string {
  return (fault.on ?? '*').toLowerCase();
}

function requireSense(fault: Fault): void {
  const { skip = 0, times = 1, probability = 1 } = fault;
  if (!(skip >= 0)) throw new RangeError(`A fault's skip must be 0 or more, not ${skip}.`);
  if (!(times >= 1)) throw new RangeError(`A fault's times must be 1 or more, not ${times}.`);
  if (!(probability > 0 && probability <= 1)) {
    throw new RangeError(`A fault's probability must be above 0 and at most 1, not ${probability}.`);
  }
}
