import type { CancelSignal } from '../../src/bitrix24/cancellation.ts';
import { execute, parse } from 'graphql';
import { createAnswerMemory } from '../../src/bitrix24/answer-memory.ts';
import { ANONYMOUS } from '../../src/callers/caller.ts';
import { createAuditTrail } from '../../src/graphql/audit-trail.ts';
import type { GatewayContext } from '../../src/graphql/context.ts';
import { LONGEST_RUN_MS } from '../../src/config/longest-run.ts';
import { createOperationRun, runBounds } from '../../src/graphql/demand-control/operation-run.ts';
import { translateError } from '../../src/graphql/errors/translate.ts';
import { createRunKeyed } from '../../src/graphql/idempotency/run-keyed.ts';
import { createLoaders } from '../../src/graphql/loaders.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { createUsage } from '../../src/graphql/usage.ts';
import type { IdempotencyStore } from '../../src/state/idempotency-store.ts';
import { createKeyedHash } from '../../src/state/keyed-hash.ts';
import type { VirtualGateway } from './virtual-gateway.ts';

/** The outcome of an operation, as a client sees it. */
export interface VirtualAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly {
    readonly path: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly replayed: boolean;
}

/** Executes operations under the gateway's schema in virtual time, without HTTP. */
export type ExecuteVirtually = (
  text: string,
  variables: Readonly<Record<string, unknown>>,
  signal?: CancelSignal,
) => Promise<VirtualAnswer>;

/** How long an operation waits for an earlier one with its key, in milliseconds. */
const WAIT_MS = 125_000;

/** @param store where keys are remembered */
export function virtualOperations(gateway: VirtualGateway, store: IdempotencyStore): ExecuteVirtually {
  const { time } = gateway;
  const runKeyed = createRunKeyed({
    storeOf: () => store,
    hash: createKeyedHash(undefined),
    now: () => time.now(),
    waitMs: WAIT_MS,
    longestRunMs: LONGEST_RUN_MS,
    onFull: () => undefined,
    onNotRecorded: (_call, error) => {
      throw error;
    },
    onRecordGone: () => undefined,
  });
  const schema = createSchema({ hasTimeForWrite: () => true, runKeyed });
  const memory = createAnswerMemory(Infinity);
  return async (text, variables, clientGone = new AbortController().signal) => {
    const run = createOperationRun({ clock: time, bounds: runBounds(10_000, 20_000), memory, clientGone });
    const telephony = gateway.telephony(undefined, run.signal);
    const contextValue: GatewayContext = {
      requestId: 'request',
      portalKey: 'portal',
      caller: ANONYMOUS,
      keyOwner: 'owner',
      telephony,
      loaders: createLoaders(telephony),
      hold: () => true,
      largeResponse: { enter: () => Promise.resolve(), send: () => undefined },
      onReported: () => undefined,
      audit: createAuditTrail(),
      usage: createUsage(),
      trace: undefined,
      run,
    };
    run.begin('mutation');
    const { data, errors = [] } = await execute({
      schema,
      document: parse(text),
      variableValues: variables,
      contextValue,
    });
    run.end();
    return {
      data: data ?? {},
      errors: errors.map(({ path = [], originalError, nodes }) => ({
        path,
        extensions: translateError(originalError ?? nodes).extensions,
      })),
      replayed: contextValue.audit.replayed.size > 0,
    };
  };
}
