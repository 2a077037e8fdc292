import type { Caller } from '../callers/caller.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Telephony } from '../telephony/telephony.ts';
import type { OperationRun } from './demand-control/operation-run.ts';
import type { LargeResponse } from './large-response.ts';
import type { Loaders } from './loaders.ts';
import type { RequestTrace } from './request-trace.ts';
import type { Usage } from './usage.ts';

/** What the resolvers of a request share. */
export interface GatewayContext {
  /** Identifies the request in the log, in the response's `X-Request-Id` and in every error. */
  readonly requestId: string;
  /** Opaque and safe to expose; makes IDs unique across portals. */
  readonly portalKey: string;
  readonly caller: Caller;
  /** Whose share of the remembered idempotency keys the request uses. */
  readonly keyOwner: string;
  readonly telephony: Telephony;
  readonly loaders: Loaders;
  /** Records that the request holds so many bytes until it is done. Returns false if that is too much. */
  readonly hold: (bytes: number) => boolean;
  /** The operation is in the log and in the metrics. */
  readonly onReported: () => void;
  readonly audit: AuditTrail;
  /** Undefined if the request is not traced. */
  readonly trace: RequestTrace | undefined;
  readonly largeResponse: LargeResponse;
  /** What the operation has sent to the portal. */
  readonly usage: Usage;
  /** The operation's progress and bounds. */
  readonly run: OperationRun;
}
