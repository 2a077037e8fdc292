import { systemErrors } from '../rest/system-errors.ts';
import type { Caller, Rights } from '../store/callers.ts';

/** Refuses a caller whose user lacks the right. */
export function requireRight(caller: Caller, right: keyof Rights): void {
  if (!caller[right]) throw systemErrors.accessDenied();
}
