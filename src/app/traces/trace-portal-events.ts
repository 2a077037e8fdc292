import { ROOT_CONTEXT, SpanKind, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { Observe, PortalEvent, QueuedCall } from '../../bitrix24/events.ts';
import type { Origin } from '../../bitrix24/origin.ts';
import { outcomeOf } from '../call-outcome.ts';
import { fail, type CleanAttributes } from './spans.ts';

/** What calls are part of. */
export interface Parent {
  readonly context: Context;
  /** Something happened below it. */
  readonly touch: () => void;
}

export interface PortalTraces {
  readonly observe: Observe;
  /** The calls with this origin are part of the parent. Others have no spans. */
  readonly belongsTo: (origin: Origin, parent: Parent) => void;
}

/** One command: in the queue, or sent. */
interface CallTrace {
  readonly parent: Parent;
  readonly attributes: Readonly<Record<string, string>>;
  span: Span;
  sent: number;
  request?: RequestSpan | undefined;
}

/** A request with several commands. */
interface RequestSpan {
  readonly span: Span;
  readonly unanswered: Set<QueuedCall>;
  /** How its commands have ended so far. */
  readonly outcomes: Set<string>;
}

/** What only the request as a whole can suffer. */
const OF_REQUEST = /^(network-|rate-limited|unreadable|no-credential|redirect|displaced)/;

/** Opens and ends spans as the events of portals come in: queue, call, batch, settlement. */
export function tracePortalEvents(tracer: Tracer, attributes: CleanAttributes): PortalTraces {
  const parents = new WeakMap<Origin, Parent>();
  const settlements = new WeakMap<Origin, Span>();
  const calls = new WeakMap<QueuedCall, CallTrace>();

  const parentOf = (origin: Origin | undefined) => origin && parents.get(origin);
  const about = (method: string, origin: Origin | undefined) =>
    attributes({ 'bitrix24.method': method, 'gateway.portal_key': origin?.portalKey });

  function queued({ method, call, lane }: PortalEvent & { readonly kind: 'queued' }): void {
    const parent = parentOf(call.origin);
    if (!parent) return;
    const named = about(method, call.origin);
    const span = tracer.startSpan(
      `queue ${method}`,
      { attributes: { ...named, 'gateway.lane': lane } },
      parent.context,
    );
    const known = calls.get(call);
    if (known) known.span = span;
    else calls.set(call, { parent, attributes: named as Record<string, string>, span, sent: 0 });
  }

  function sent({ commands }: PortalEvent & { readonly kind: 'sent' }): void {
    const isBatch = commands.length > 1;
    const traced = commands.flatMap(({ method, call }) => {
      const known = calls.get(call);
      if (!known) return [];
      known.span.end();
      known.span = tracer.startSpan(
        isBatch ? method : `POST /rest/${method}`,
        {
          kind: isBatch ? SpanKind.INTERNAL : SpanKind.CLIENT,
          attributes: {
            ...known.attributes,
            ...(!isBatch && ofHttp(method)),
            ...(known.sent > 0 && { 'http.request.resend_count': known.sent }),
          },
        },
        known.parent.context,
      );
      known.sent += 1;
      known.request = undefined;
      return [{ call, known }];
    });
    const [first] = traced;
    if (!isBatch || !first) return;
    const spans = traced.map(({ known }) => known.span);
    const traces = new Set(spans.map((span) => span.spanContext().traceId));
    const span = tracer.startSpan(
      'POST /rest/batch',
      {
        kind: SpanKind.CLIENT,
        attributes: { ...ofHttp('batch'), 'gateway.batch.commands': commands.length },
        links: spans.map((of) => ({ context: of.spanContext() })),
      },
      // Commands of several requests: it belongs to none of them.
      traces.size === 1 ? first.known.parent.context : ROOT_CONTEXT,
    );
    const request = {
      span,
      unanswered: new Set(traced.map(({ call }) => call)),
      outcomes: new Set<string>(),
    };
    for (const { known } of traced) {
      known.request = request;
      known.span.addLink({ context: span.spanContext() });
    }
  }

  function answered({ call, error, ranSeconds }: PortalEvent & { readonly kind: 'answered' }): void {
    const known = calls.get(call);
    if (!known) return;
    const { span, request, parent } = known;
    const outcome = outcomeOf(error);
    if (ranSeconds !== undefined) span.setAttribute('bitrix24.ran_seconds', ranSeconds);
    if (error) {
      fail(span, outcome);
      const { failure } = error;
      if ('status' in failure && !request) span.setAttribute('http.response.status_code', failure.status);
      if (failure.kind === 'portal') span.setAttributes(attributes({ 'bitrix24.error': failure.code }));
    }
    span.end();
    parent.touch();
    if (!request) return;
    request.unanswered.delete(call);
    request.outcomes.add(outcome);
    if (request.unanswered.size > 0) return;
    if (request.outcomes.size === 1 && OF_REQUEST.test(outcome)) fail(request.span, outcome);
    request.span.end();
  }

  function unsent(
    { method, call, origin }: PortalEvent & { readonly kind: 'refused' | 'cancelled' },
    why: string,
  ): void {
    const end = (span: Span, { touch }: Parent) => {
      fail(span, why);
      span.end();
      touch();
    };
    const queued = call && calls.get(call);
    if (queued) end(queued.span, queued.parent);
    const parent = parentOf(origin);
    if (!parent || (queued && call.origin === origin)) return;
    // Never queued, or queued in the trace of another request.
    end(tracer.startSpan(`queue ${method}`, { attributes: about(method, origin) }, parent.context), parent);
  }

  function lost(method: string, origin: Origin | undefined): void {
    const parent = parentOf(origin);
    if (!origin || !parent) return;
    const span = tracer.startSpan(`settle ${method}`, { attributes: about(method, origin) }, parent.context);
    settlements.set(origin, span);
    // Its lookups and retries, those in the background included.
    parents.set(origin, { context: trace.setSpan(parent.context, span), touch: parent.touch });
  }

  function settled(origin: Origin | undefined, outcome: string): void {
    const span = origin && settlements.get(origin);
    if (!span) return;
    span.setAttribute('gateway.settlement', outcome);
    if (outcome === 'unknown') fail(span, 'outcome-unknown');
    span.end();
    parentOf(origin)?.touch();
  }

  return {
    belongsTo: (origin, parent) => void parents.set(origin, parent),
    observe(event) {
      switch (event.kind) {
        case 'queued':
          queued(event);
          return;
        case 'shared': {
          const parent = parentOf(event.origin);
          const span = parent && trace.getSpan(parent.context);
          span?.addEvent('shared read', about(event.method, event.origin));
          const shared = calls.get(event.call);
          if (shared) span?.addLink({ context: shared.span.spanContext() });
          return;
        }
        case 'sent':
          sent(event);
          return;
        case 'answered':
          answered(event);
          return;
        case 'cancelled':
          unsent(event, 'cancelled');
          return;
        case 'refused':
          unsent(event, event.reason);
          return;
        case 'lost':
          lost(event.method, event.origin);
          return;
        case 'settled':
          settled(event.origin, event.outcome);
          return;
        case 'retried':
        case 'exchanged':
      }
    },
  };
}

/** Without the portal's address, which holds the credential, and names the customer. */
function ofHttp(method: string) {
  return { 'http.request.method': 'POST', 'url.template': `/rest/${method}` };
}
