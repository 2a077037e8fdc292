import type { OnSent } from '../bitrix24/scheduling/operation-state.ts';

/** What an operation has sent to the portal so far. */
export interface Usage {
  /** A command was sent. */
  readonly onSent: OnSent;
  /** Commands that were sent, each attempt. */
  calls(): number;
  /** The longest that one of them waited in the queue, in milliseconds. */
  queuedMs(): number;
}

export function createUsage(): Usage {
  let calls = 0;
  let queuedMs = 0;
  return {
    onSent(waitedMs) {
      calls += 1;
      queuedMs = Math.max(queuedMs, waitedMs);
    },
    calls: () => calls,
    queuedMs: () => queuedMs,
  };
}
