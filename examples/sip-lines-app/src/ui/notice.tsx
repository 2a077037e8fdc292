import type { ReactNode } from 'react';
import type { Notice as NoticeContent } from '../errors/problems.ts';
import { useCountdown } from '../hooks/use-countdown.ts';

interface NoticeProps {
  readonly notice: NoticeContent;
  readonly onRetry?: (() => void) | undefined;
  /** A way out that belongs to the place. */
  readonly children?: ReactNode;
}

/** What went wrong, and what to do. */
export function Notice({ notice, onRetry, children }: NoticeProps) {
  const { code, text, requestId, retryAfterMs, checkAfterMs } = notice;
  const isUncertain = code === 'OUTCOME_UNKNOWN';
  return (
    <div className={`notice ${isUncertain ? 'uncertain' : 'failed'}`} role="alert" data-code={code}>
      <p>{text}</p>
      {requestId !== undefined && (
        <p>
          <small>For the operator: request {requestId}</small>
        </p>
      )}
      {checkAfterMs !== undefined && <Wait ms={checkAfterMs} start={notice} />}
      {children}
      {onRetry && retryAfterMs !== undefined && (
        <Retry notice={notice} ms={retryAfterMs} isAllowedNow={isUncertain} onRetry={onRetry} />
      )}
    </div>
  );
}

interface RetryProps {
  readonly notice: NoticeContent;
  readonly ms: number;
  readonly isAllowedNow: boolean;
  readonly onRetry: () => void;
}

function Retry({ notice, ms, isAllowedNow, onRetry }: RetryProps) {
  const seconds = useCountdown(ms, notice);
  const isWaiting = seconds > 0 && !isAllowedNow;
  return (
    <p className="next">
      <button
        type="button"
        aria-disabled={isWaiting}
        onClick={() => {
          if (!isWaiting) onRetry();
        }}
      >
        {isAllowedNow ? 'Find out' : 'Try again'}
      </button>
      {/* Not read out second by second: the text of the alert is. */}
      <span aria-hidden={seconds > 0}>{waitText(seconds, isAllowedNow)}</span>
    </p>
  );
}

function waitText(seconds: number, isAllowedNow: boolean): string {
  if (seconds === 0) return '';
  return isAllowedNow ? `It will be certain in ${seconds} s.` : `Possible in ${seconds} s.`;
}

function Wait({ ms, start }: { readonly ms: number; readonly start: unknown }) {
  const seconds = useCountdown(ms, start);
  return <p aria-hidden={seconds > 0}>{seconds > 0 ? `Check in ${seconds} s.` : 'Check now.'}</p>;
}
