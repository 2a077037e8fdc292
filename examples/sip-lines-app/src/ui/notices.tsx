import type { ReactNode } from 'react';
import type { Problems } from '../errors/problems.ts';
import { Notice } from './notice.tsx';

interface NoticesProps {
  readonly problems: Problems;
  readonly onRetry?: (() => void) | undefined;
  /** Ways out that belong to the place, by code. */
  readonly actions?: Readonly<Record<string, ReactNode>>;
}

/** What went wrong and belongs to no field. */
export function Notices({ problems, onRetry, actions = {} }: NoticesProps) {
  return problems.notices.map((notice) => (
    <Notice key={notice.text} notice={notice} onRetry={onRetry}>
      {actions[notice.code]}
    </Notice>
  ));
}
