import { useMemo } from 'react';
import { problemsOf, type Problems } from '../errors/problems.ts';

/** What the error of a hook of Apollo Client says. The same object for the same error, so that countdowns go on. */
export function useProblems(error: unknown): Problems {
  return useMemo(() => problemsOf(error), [error]);
}
