import { useEffect, useState } from 'react';

/** The whole seconds that are left of `ms` milliseconds, counted from the moment that `start` is another object. */
export function useCountdown(ms: number, start: unknown): number {
  const [leftMs, setLeftMs] = useState(ms);
  const [counted, setCounted] = useState(start);
  if (counted !== start) {
    setCounted(start);
    setLeftMs(ms);
  }
  useEffect(() => {
    const end = Date.now() + ms;
    const timer = setInterval(() => {
      const left = Math.max(0, end - Date.now());
      setLeftMs(left);
      if (left === 0) clearInterval(timer);
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [ms, start]);
  return Math.ceil(leftMs / 1000);
}
