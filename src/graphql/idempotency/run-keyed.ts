import { retryAfter } from '../../bitrix24/protocol/retry-after.ts';
import type { KeyedHash } from '../../state/keyed-hash.ts';
import {
  StoreUnavailableError,
  type IdempotencyStore,
  type KeptOutcome,
  type KeptRecord,
} from '../../state/idempotency-store.ts';
import type { GatewayContext } from '../context.ts';
import { ArgumentError } from '../errors/argument-error.ts';
import { KeyRefusedError } from '../errors/idempotency-errors.ts';
import { canonicalJson } from './canonical-json.ts';
import type { KeyedMutation, KeyedRun, LateFinding, LaterOutcome } from './keyed-mutation.ts';

/** A field of a mutation that was sent with an idempotency key. */
export interface KeyedCall {
  /** Its name in the schema. */
  readonly field: string;
  readonly key: string;
  /** Its other arguments, with default values. */
  readonly args: unknown;
  readonly context: GatewayContext;
  readonly mutation: KeyedMutation;
  /** Executes it without a key. */
  readonly execute: (args: unknown) => Promise<unknown>;
  /** The result, or a part of it, is that of an earlier run. */
  readonly onReplayed: () => void;
}

/** What the log names of a call. It may be kept after its request, of which it holds nothing else. */
export interface NamedCall {
  readonly field: string;
  readonly requestId: string;
  /** The caller's name. */
  readonly caller: string;
  readonly portalKey: string;
}

/** Runs a mutation at most once for its key, or returns what became of it. */
export type RunKeyed = (call: KeyedCall) => Promise<unknown>;

export interface RunKeyedOptions {
  /** The records of a portal. */
  readonly storeOf: (portalKey: string) => IdempotencyStore;
  readonly hash: KeyedHash;
  /** Milliseconds of the clock of the records. */
  readonly now: () => number;
  /** How long an operation waits for an earlier one with its key, in milliseconds. */
  readonly waitMs: number;
  /** How long after it was sent a request may still be running on a portal, in milliseconds. */
  readonly longestRunMs: number;
  /** Called when a key was refused because there is no room for it. */
  readonly onFull: (call: NamedCall) => void;
  /** Called when the end of a mutation, or what was found out after that, could not be recorded. */
  readonly onNotRecorded: (call: NamedCall, error: unknown) => void;
  /** Called when an outcome is not kept because a later run took over the record, or because the record was lost. */
  readonly onRecordGone: (call: NamedCall) => void;
}

/** How often an operation that waits for an earlier one checks whether its client is still there, in milliseconds. */
const WAIT_MS = 1_000;

/** Until when to wait after having waited in vain, in milliseconds. */
const UNDER_WAY_MS = 5_000;

/** When the store may be in reach again, in milliseconds. */
const OUT_OF_REACH_MS = 1_000;

export function createRunKeyed(options: RunKeyedOptions): RunKeyed {
  const { storeOf, hash, now, waitMs, longestRunMs, onFull, onNotRecorded, onRecordGone } = options;

  async function attempt(
    store: IdempotencyStore,
    id: string,
    call: KeyedCall,
    begun: Begun<'started'>,
  ): Promise<KeyedRun<unknown>> {
    const { args, context, mutation, execute } = call;
    const named = nameOf(call);
    const { fence, before, interruptedUntil, since } = begun;
    const run = await mutation.run({
      args,
      context,
      execute,
      before,
      interruptedUntil,
      since,
      now,
      longestRunMs,
    });
    const { outcomes, closed, later = [] } = run;
    // What was done is done, so its caller learns of it in any case.
    const isEnded = await end(store, id, fence, closed, outcomes).catch((error: unknown) => {
      onNotRecorded(named, error);
    });
    if (isEnded === false && outcomes) onRecordGone(named);
    for (const finding of later) learnLater(store, id, named, finding);
    return run;
  }

  function learnLater(
    store: IdempotencyStore,
    id: string,
    named: NamedCall,
    { index, finding }: LaterOutcome,
  ): void {
    finding
      .then((found) => (found === undefined ? undefined : learn(store, id, index, found)))
      .catch((error: unknown) => {
        onNotRecorded(named, error);
      });
  }

  function end(
    store: IdempotencyStore,
    id: string,
    fence: number,
    closed: boolean,
    outcomes: readonly KeptOutcome[] | undefined,
  ): Promise<boolean> {
    return outcomes ? store.finish(id, fence, { closed, outcomes }) : store.abandon(id, fence);
  }

  /** What became of an add was found out after its outcome had been returned as unknown. */
  function learn(store: IdempotencyStore, id: string, index: number, found: LateFinding): Promise<void> {
    const foundAt = now();
    return store.amend(id, ({ outcomes }): KeptRecord => {
      const next = outcomes.map((outcome, at) =>
        at === index && outcome.kind === 'unknown' ? learned(outcome, found, foundAt) : outcome,
      );
      return { outcomes: next, closed: next.every(({ kind }) => kind === 'succeeded') };
    });
  }

  return async (call) => {
    const { field, key, args, context, mutation, onReplayed } = call;
    const { caller, portalKey, keyOwner, run, telephony } = context;
    const size = mutation.size(args);
    // Whoever has made up a token must not learn which keys were used, nor take them.
    await telephony.proveCredential();
    const id = hash(canonicalJson([portalKey, caller.identity ?? null, field, key]));
    const fingerprint = hash(canonicalJson([field, args]));
    const waitUntil = now() + waitMs;
    const store = storeOf(portalKey);
    for (;;) {
      const begun = await store.begin({ id, fingerprint, owner: keyOwner, size }).catch(refuse);
      switch (begun.state) {
        case 'conflict':
          throw new KeyRefusedError({ reason: 'conflict' });
        case 'full':
          onFull(nameOf(call));
          throw new KeyRefusedError({ reason: 'full', retryAfterMs: retryAfter(begun.retryAfterMs) });
        case 'closed':
          onReplayed();
          return await mutation.replay(begun.outcomes, args, context, now());
        case 'started': {
          const { replayed, respond } = await attempt(store, id, call, begun);
          if (replayed) onReplayed();
          return respond();
        }
        case 'running':
          if (run.signal.aborted || now() >= waitUntil)
            throw new KeyRefusedError({ reason: 'under-way', retryAfterMs: UNDER_WAY_MS });
          await store.ended(id, Math.min(WAIT_MS, waitUntil - now())).catch(refuse);
      }
    }
  };
}

function nameOf({ field, context: { requestId, caller, portalKey } }: KeyedCall): NamedCall {
  return { field, requestId, caller: caller.name, portalKey };
}

/** Nothing is executed with a key that cannot be recorded. */
function refuse(error: unknown): never {
  if (error instanceof StoreUnavailableError)
    throw new KeyRefusedError({
      reason: 'unavailable',
      retryAfterMs: retryAfter(error.retryAfterMs ?? OUT_OF_REACH_MS),
    });
  throw error;
}

function learned(
  outcome: KeptOutcome & { readonly kind: 'unknown' },
  found: LateFinding,
  foundAt: number,
): KeptOutcome {
  if (found === 'hidden') return { ...outcome, hidden: true };
  if (found !== 'absent') return { kind: 'succeeded', id: found.id };
  // A later run may have sent it again.
  return outcome.hidden === undefined && outcome.until <= foundAt ? { ...outcome, hidden: false } : outcome;
}

type Begun<State> = Extract<Awaited<ReturnType<IdempotencyStore['begin']>>, { readonly state: State }>;

/** What a key may be: 1 to 128 characters that can be printed. */
const KEY = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,128}$/u;

/**
 * The key among a field's arguments; undefined if it has none.
 *
 * @throws ArgumentError
 */
export function keyIn(idempotencyKey: unknown): string | undefined {
  if (idempotencyKey === undefined || idempotencyKey === null) return undefined;
  if (typeof idempotencyKey === 'string' && KEY.test(idempotencyKey)) return idempotencyKey;
  throw new ArgumentError(['idempotencyKey'], 'Must be 1 to 128 printable characters.');
}
