import type { Script } from './script.ts';

/** What Redis refuses although it responds: because it lacks a right to a command or a key, or is a cluster. */
export interface Refusals {
  /** Redis refused a script. Whether it responds otherwise is not known yet. */
  add(script: Script, problem: string): void;
  /** Redis ran a script. */
  remove(script: Script): void;
  /**
   * Call when Redis is asked whether it responds, and the result with its reply: if it does, what it refused before is
   * refused for a reason of its own. Returns the problems that are new since Redis has responded.
   */
  check(): (isUp: boolean) => readonly string[];
  /** Whether it is known that Redis refuses something. */
  readonly some: boolean;
}

/**
 * For how many milliseconds something counts as refused that was not tried since. A script that one change in an hour needs
 * would otherwise be reported for as long as nobody makes one.
 */
const KNOWN_MS = 300_000;

/** Conditions of the whole server, which soon pass: whether they last is for the probe to find out, which writes too. */
const PASSING = new Set([
  'BUSY',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'NOREPLICAS',
  'OOM',
  'READONLY',
  'TRYAGAIN',
]);

interface Refused {
  readonly problem: string;
  readonly at: number;
  readonly isConfirmed: boolean;
}

/** @param now milliseconds that only ever grow */
export function createRefusals(now: () => number): Refusals {
  /** By script. */
  const refused = new Map<string, Refused>();
  const reported = new Set<string>();

  return {
    add({ sha }, problem) {
      if (PASSING.has(problem)) return;
      const isConfirmed = refused.get(sha)?.isConfirmed ?? false;
      refused.set(sha, { problem, at: now(), isConfirmed });
    },
    remove({ sha }) {
      refused.delete(sha);
    },
    check() {
      const before = [...refused.keys()];
      return (isUp) => {
        if (!isUp) {
          refused.clear();
          reported.clear();
          return [];
        }
        return before.flatMap((sha) => {
          const found = refused.get(sha);
          if (!found) return [];
          refused.set(sha, { ...found, isConfirmed: true });
          if (reported.has(found.problem)) return [];
          reported.add(found.problem);
          return [found.problem];
        });
      };
    },
    get some() {
      const since = now() - KNOWN_MS;
      return [...refused.values()].some(({ isConfirmed, at }) => isConfirmed && at > since);
    },
  };
}
