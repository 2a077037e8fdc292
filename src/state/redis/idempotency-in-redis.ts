import { randomUUID } from 'node:crypto';
import {
  StoreUnavailableError,
  type BeginRequest,
  type Begun,
  type IdempotencyBounds,
  type IdempotencyStore,
} from '../idempotency-store.ts';
import { createBackground } from './background.ts';
import { ABANDON, AMEND, BEGIN, FINISH, READ, RENEW, UNDO } from './idempotency-scripts.ts';
import { outcomesOfText, textOfOutcomes } from './kept-text.ts';
import { RedisUnavailableError, type LinkClock, type RedisLink } from './link.ts';
import type { RedisNames } from './names.ts';
import { lossKey } from './probe.ts';
import type { Script } from './script.ts';

/** The records that all replicas share. */
export interface SharedIdempotency {
  /** Those of a portal. */
  of(portal: string): IdempotencyStore;
  /** How many outcomes were kept or about to be when this process last used a key. */
  size(): number;
  /** Ends what goes on behind the callers. */
  close(): void;
}

export interface SharedIdempotencyOptions {
  readonly link: Pick<RedisLink, 'run'>;
  readonly names: RedisNames;
  readonly clock: LinkClock;
  readonly bounds: IdempotencyBounds;
}

/** How often a caller that waits looks whether the run has ended, in milliseconds. */
const LOOK_MS = 100;

/** How often Redis is asked again to end a run, in milliseconds. */
const INSIST_MS = 500;

/** How often a run's lease is renewed while it lasts, not counting the one that it begins with. */
const RENEWALS = 3;

/** Until when a caller waits if only runs that are under way fill the store, in milliseconds. */
const RUNS_END_MS = 1_000;

/**
 * Keeps records in Redis. A run is renewed by its process, so that the others soon know when that is gone.
 *
 * Whether a script ran is unknown if Redis does not respond in time. So one that begins a run is undone, and one that ends
 * it is sent again, until Redis responds or the run must be over anyway.
 */
export function shareIdempotency(options: SharedIdempotencyOptions): SharedIdempotency {
  const { link, names, clock, bounds } = options;
  const { keepMs, leaseMs, runMs, maxOutcomes, maxOutcomesPerOwner } = bounds;
  const background = createBackground(clock);
  const all = names.shared('idempotency');
  /** The runs of this process, by their records and fences. */
  const underWay = new Set<string>();
  let size = 0;

  async function run(script: Script, keys: readonly string[], args: readonly (string | number)[]) {
    try {
      return await link.run(script, keys, args);
    } catch (error) {
      if (error instanceof RedisUnavailableError) throw new StoreUnavailableError();
      throw error;
    }
  }

  async function runList(...call: Parameters<typeof run>): Promise<readonly (string | undefined)[]> {
    const reply = await run(...call);
    return Array.isArray(reply) ? reply.map((each) => (typeof each === 'string' ? each : undefined)) : [];
  }

  /** @param age how long ago it was written, by Redis's clock, which errs on the safe side: `until` can only become later */
  function outcomesOf(text: string | undefined, age: string | undefined) {
    const outcomes = outcomesOfText(text ?? '', clock.now() - Number(age));
    if (!outcomes) throw new StoreUnavailableError();
    return outcomes;
  }

  /** @param askedAt a moment before Redis ran it */
  function readBegun(reply: readonly (string | undefined)[], askedAt: number): Begun {
    const [state, first, kept, age, doubtMs, taken, begunAgoMs] = reply;
    switch (state) {
      case 'running':
      case 'conflict':
        return { state };
      case 'closed':
        return { state, outcomes: outcomesOf(first, kept) };
      case 'full':
        return { state, retryAfterMs: first ? Math.max(1, Math.ceil(Number(first))) : RUNS_END_MS };
      case 'started':
        size = Number(taken);
        return {
          state,
          fence: Number(first),
          before: kept === undefined ? undefined : outcomesOf(kept, age),
          interruptedUntil: doubtMs === undefined ? undefined : clock.now() + Number(doubtMs),
          since: begunAgoMs === undefined ? -Infinity : askedAt - Number(begunAgoMs),
        };
      case 'lost':
        throw new StoreUnavailableError(Number(first));
      default:
        throw new StoreUnavailableError();
    }
  }

  /** Rejects if the first attempt fails, but goes on with it. */
  function insist(attempt: () => Promise<unknown>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const once = async () => {
        try {
          resolve((await attempt()) === 1);
          return false;
        } catch (error) {
          reject(error instanceof Error ? error : new StoreUnavailableError());
          throw error;
        }
      };
      background.repeat(once, INSIST_MS, runMs);
    });
  }

  function storeOf(portal: string): IdempotencyStore {
    const recordOf = (id: string) => names.ofPortal(portal, 'idempotency', id);

    /** Renews a run until it ends, or must be over because nobody ends it. */
    function renew(id: string, fence: number): void {
      const record = recordOf(id);
      const name = `${record} ${fence}`;
      const givesUpAt = clock.now() + runMs;
      let isFirst = true;
      underWay.add(name);
      const task = async () => {
        const goesOn = underWay.has(name) && clock.now() < givesUpAt;
        if (goesOn && isFirst) isFirst = false;
        else if (!goesOn || (await run(RENEW, [record, all], [fence, leaseMs, keepMs])) !== 1) {
          underWay.delete(name);
          return false;
        }
        return true;
      };
      background.repeat(task, leaseMs / (RENEWALS + 1), Infinity);
    }

    function stopRenewing(id: string, fence: number): void {
      underWay.delete(`${recordOf(id)} ${fence}`);
    }

    async function begin({ id, fingerprint, owner, size: places }: BeginRequest): Promise<Begun> {
      const token = randomUUID();
      const own = names.shared(`idempotency:${names.hash('owner', owner)}`);
      const member = `${places}:${names.hash('idempotency', id)}`;
      const askedAt = clock.now();
      try {
        const reply = await runList(
          BEGIN,
          [recordOf(id), all, own, lossKey(names)],
          [fingerprint, member, token, leaseMs, runMs, keepMs, maxOutcomesPerOwner, maxOutcomes],
        );
        const begun = readBegun(reply, askedAt);
        if (begun.state === 'started') renew(id, begun.fence);
        return begun;
      } catch (error) {
        // It may have begun, and would count as interrupted.
        insist(() => run(UNDO, [recordOf(id), all], [token, keepMs])).catch(() => undefined);
        throw error;
      }
    }

    async function look(id: string) {
      const [state, text, age, closed] = await runList(READ, [recordOf(id)], []);
      return { state, text, age, closed };
    }

    async function ended(id: string, timeoutMs: number): Promise<void> {
      const endsAt = clock.now() + timeoutMs;
      while ((await look(id)).state === 'running') {
        const left = endsAt - clock.now();
        if (left <= 0) return;
        await new Promise<void>((resolve) => clock.after(Math.min(LOOK_MS, left), resolve));
      }
    }

    return {
      begin,
      finish(id, fence, { closed, outcomes }) {
        stopRenewing(id, fence);
        const endedAt = clock.now();
        const text = textOfOutcomes(outcomes, endedAt);
        return insist(() => run(FINISH, [recordOf(id), all], [fence, keepMs, text, closed ? '1' : '0']));
      },
      abandon(id, fence) {
        stopRenewing(id, fence);
        return insist(() => run(ABANDON, [recordOf(id), all], [fence]));
      },
      async amend(id, change) {
        const givesUpAt = clock.now() + runMs;
        while (clock.now() < givesUpAt) {
          await ended(id, givesUpAt - clock.now());
          const { state, text = '', age, closed } = await look(id);
          if (state === 'none') return;
          if (state !== 'kept') continue;
          const next = change({ closed: closed === '1', outcomes: outcomesOf(text, age) });
          const nextText = textOfOutcomes(next.outcomes, clock.now());
          if ((await run(AMEND, [recordOf(id)], [text, nextText, next.closed ? '1' : '0'])) === 1) return;
        }
      },
      ended,
    };
  }

  return {
    of: storeOf,
    size: () => size,
    close() {
      background.close();
    },
  };
}
