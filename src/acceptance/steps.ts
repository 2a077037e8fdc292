import { explain } from './explain.ts';

/** One step of the run. */
export interface Step {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, without secrets. */
  readonly text: string;
}

/** Ends the run early; cleaning up still follows. What happened is among the steps. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly';
}

/** Runs steps one after another and keeps what came of each. */
export interface Steps {
  readonly all: readonly Step[];
  /**
   * Runs a step.
   *
   * @param work returns what was found and, after a dash in the report, the result of the step
   * @throws EndedEarly if it failed or if the run is to stop
   */
  run<T>(name: string, work: () => Promise<readonly [text: string, result: T]>): Promise<T>;
  /** Adds a step that failed. */
  fail(name: string, text: string): void;
}

/**
 * @param isStopped whether the operator has asked to stop
 * @param onStep called after each step
 */
export function createSteps(isStopped: () => boolean, onStep: (step: Step) => void): Steps {
  const all: Step[] = [];
  function add(step: Step): void {
    all.push(step);
    onStep(step);
  }
  return {
    all,
    async run(name, work) {
      if (isStopped()) {
        add({ name, ok: false, text: 'Not run: the run was interrupted.' });
        throw new EndedEarly();
      }
      try {
        const [text, result] = await work();
        add({ name, ok: true, text });
        return result;
      } catch (error) {
        if (error instanceof EndedEarly) throw error;
        add({ name, ok: false, text: error instanceof StepError ? error.message : explain(error) });
        throw new EndedEarly('', { cause: error });
      }
    },
    fail(name, text) {
      add({ name, ok: false, text });
    },
  };
}

/** A step found something else than it should. The message is for the operator. */
export class StepError extends Error {
  override readonly name = 'StepError';
}
