import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePageVisible } from './use-page-visible.ts';

/**
 * Calls `poll` every `delayMs` milliseconds, counted from the end of the last call, and never while the page is hidden.
 * When the page is shown again, at once if it is overdue.
 */
export function usePolling(poll: () => Promise<unknown>, delayMs: number): void {
  const isVisible = usePageVisible();
  const lastEnd = useRef<number>(undefined);
  const [turn, setTurn] = useState(0);
  const onTimer = useEffectEvent(async () => {
    // What went wrong is in the cache's results, where it is shown.
    await poll().catch(() => undefined);
    lastEnd.current = Date.now();
    setTurn((before) => before + 1);
  });

  useEffect(() => {
    lastEnd.current ??= Date.now();
    if (!isVisible) return;
    const timer = setTimeout(() => void onTimer(), lastEnd.current + delayMs - Date.now());
    return () => {
      clearTimeout(timer);
    };
  }, [isVisible, delayMs, turn]);
}
