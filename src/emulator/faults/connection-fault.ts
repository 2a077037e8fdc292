import type { Clock } from '../clock.ts';
import type { HttpAnswer, PortalAnswer } from '../request.ts';
import { htmlAnswer, redirectAnswer } from '../rest/http-answer.ts';
import type { ConnectionFault, ConnectionFaultTime } from './fault.ts';

export interface FaultyRequest {
  readonly clock: Clock;
  readonly inBackground: (work: () => Promise<unknown>) => void;
  /** Runs the request and returns the response that it would have without the fault. */
  readonly answer: () => Promise<HttpAnswer>;
}

/** Applies a fault to the connection of a request. */
export async function applyConnectionFault(
  fault: ConnectionFault,
  request: FaultyRequest,
): Promise<PortalAnswer> {
  switch (fault.kind) {
    case 'body':
      await runUntil(fault, request);
      return { kind: 'answer', ...rawAnswer(fault) };
    case 'drop':
      await runUntil(fault, request);
      return { kind: 'drop' };
    case 'hang':
      if (fault.stage === 'after') await request.answer();
      return { kind: 'hang' };
    case 'truncate':
      return { kind: 'truncate', ...(await request.answer()) };
    case 'latin1':
      return { kind: 'answer', ...(await request.answer()), encoding: 'latin1' };
    case 'slow-body':
      return { kind: 'slow-body', overMs: fault.overMs, ...(await request.answer()) };
    case 'redirect':
      return { kind: 'answer', ...redirectAnswer(fault.status ?? 302, fault.location) };
    case 'late':
      request.inBackground(async () => {
        await request.clock.sleep(fault.delayMs);
        await request.answer();
      });
      return { kind: 'drop' };
  }
}

/** Runs the request until the fault strikes. */
async function runUntil(
  { stage = 'before', afterMs = 0 }: ConnectionFaultTime,
  { answer, inBackground, clock }: FaultyRequest,
): Promise<void> {
  switch (stage) {
    case 'before':
      return;
    case 'during':
      inBackground(answer);
      await clock.sleep(afterMs);
      return;
    case 'after':
      await answer();
  }
}

function rawAnswer(fault: ConnectionFault & { kind: 'body' }): HttpAnswer {
  const page = htmlAnswer(fault.status);
  if (fault.body === undefined && fault.contentType === undefined) return page;
  return {
    status: fault.status,
    headers: { ...page.headers, 'content-type': fault.contentType ?? 'text/html' },
    body: fault.body ?? page.body,
  };
}
