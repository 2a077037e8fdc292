import type { Caller } from '../callers/caller.ts';
import type { Telephony } from '../telephony/telephony.ts';
import type { OperationRun } from './demand-control/operation-run.ts';
import type { Loaders } from './loaders.ts';

/** What the resolvers of one request share. */
export interface GatewayContext {
  /** Names the request in the log, in the answer's `X-Request-Id` and in every error. */
  readonly requestId: string;
  /** Opaque and safe to show; makes ids unique across portals. */
  readonly portalKey: string;
  readonly caller: Caller;
  readonly telephony: Telephony;
  readonly loaders: Loaders;
  /** How far the operation has come, and how far it may go. */
  readonly run: OperationRun;
}
