/** A finished call, as the statistics store it. */
export interface FinishedCall {
  readonly id: number;
  readonly callId: string;
  readonly externalCallId: string | null;
  readonly category: string;
  /** 1 out, 2 in, 3 in redirected, 4 callback, 5 infocall. */
  readonly type: number;
  readonly userId: number | null;
  /** LINE_ID. */
  readonly portalNumber: string;
  readonly phoneNumber: string;
  /** Seconds. */
  readonly duration: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly recordUrl: string | null;
  /** 0: no rating. */
  readonly vote: number | null;
  /** A decimal with four places, as a text. */
  readonly cost: string;
  readonly costCurrency: string;
  /** 200 ok, 304 missed, 603 declined, 603-S cancelled, … */
  readonly failedCode: string;
  readonly failedReason: string;
  readonly crmEntityType: string | null;
  readonly crmEntityId: number | null;
  readonly crmActivityId: number | null;
  readonly transcriptId: number | null;
  /** 0: none. */
  readonly sessionId: number | null;
  readonly recordDuration: number | null;
  readonly recordFileId: number | null;
  readonly comment: string | null;
}

export interface CallHistory {
  /** Fields that are left out default to those of an answered outgoing call. */
  add(call: Partial<Omit<FinishedCall, 'id'>>, now: number): FinishedCall;
  /** In order of their ID. */
  all(): readonly FinishedCall[];
}

export function createCallHistory(): CallHistory {
  const calls: FinishedCall[] = [];
  return {
    add: (call, now) => {
      const id = calls.length + 1;
      const finished: FinishedCall = {
        id,
        callId: `${String(id).padStart(16, '0')}.${String(Math.floor(now / 1000))}.${id}`,
        externalCallId: null,
        category: 'external',
        type: 1,
        userId: 1,
        portalNumber: '',
        phoneNumber: '79000000000',
        duration: 60,
        startedAt: now,
        recordUrl: null,
        vote: 0,
        cost: '0.0000',
        costCurrency: 'RUR',
        failedCode: '200',
        failedReason: '',
        crmEntityType: null,
        crmEntityId: null,
        crmActivityId: null,
        transcriptId: null,
        sessionId: 0,
        recordDuration: null,
        recordFileId: null,
        comment: null,
        ...call,
      };
      calls.push(finished);
      return finished;
    },
    all: () => calls,
  };
}
