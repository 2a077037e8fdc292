import type { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  defaultTextMapGetter,
  trace,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Origin } from '../../bitrix24/origin.ts';
import type { RequestTrace, RootField } from '../../graphql/request-trace.ts';
import type { BegunRequest } from '../../http/request-traces.ts';
import { fail, type CleanAttributes } from './spans.ts';
import type { Parent } from './trace-portal-events.ts';

/** The span of a root field. It ends with the last thing that happened below the field. */
export interface FieldSpan extends Parent {
  readonly span: Span;
  /** Milliseconds since the epoch. */
  lastAt: number;
}

export interface RequestTraceOptions {
  readonly tracer: Tracer;
  readonly attributes: CleanAttributes;
  /** The field whose resolver runs. */
  readonly current: AsyncLocalStorage<FieldSpan>;
  /** Names what the calls of an origin are part of. */
  readonly belongsTo: (origin: Origin, parent: Parent) => void;
}

/** The name is the caller's choice, and may be long. */
const MAX_NAME_LENGTH = 100;

const SERVER_ERROR = 500;

/**
 * Opens the span of a request, in the trace of its caller if it names one, and those of its root fields. Attributes are
 * named as in OpenTelemetry's semantic conventions; none holds a document, a variable or the query of an address.
 */
export function traceRequest(request: BegunRequest, options: RequestTraceOptions): RequestTrace {
  const { tracer, attributes, current, belongsTo } = options;
  const caller = new W3CTraceContextPropagator().extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
  const startedAt = Date.now();
  const started = performance.now();
  // A clock that may be set meanwhile would end spans before they begin.
  const now = () => startedAt + (performance.now() - started);
  const span = tracer.startSpan(
    `${request.method} ${request.route}`,
    {
      kind: SpanKind.SERVER,
      startTime: startedAt,
      attributes: attributes({
        'http.request.method': request.method,
        'http.route': request.route,
        'url.path': request.route,
        'url.scheme': request.scheme,
        'gateway.request_id': request.requestId,
      }),
    },
    caller,
  );
  const ofRequest: Parent = { context: trace.setSpan(caller, span), touch: () => undefined };
  const fields = new Map<string, FieldSpan>();

  function open({ key, name }: RootField): FieldSpan {
    const startTime = now();
    const ofField = tracer.startSpan(
      name,
      { startTime, attributes: attributes({ 'graphql.field.name': name }) },
      ofRequest.context,
    );
    const field: FieldSpan = {
      span: ofField,
      context: trace.setSpan(ofRequest.context, ofField),
      lastAt: startTime,
      touch() {
        field.lastAt = now();
      },
    };
    fields.set(key, field);
    return field;
  }

  return {
    within<T>(root: RootField, resolve: () => T): T {
      const field = fields.get(root.key) ?? open(root);
      const result = current.run(field, resolve);
      field.touch();
      if (result instanceof Promise) void result.then(field.touch, field.touch);
      return result;
    },
    originOf(origin) {
      // A new object for each command: its lookups are told from those of others.
      const own = { ...origin };
      belongsTo(own, current.getStore() ?? ofRequest);
      return own;
    },
    operationEnded({ kind, refused, fields: outcomes }, name) {
      span.setAttributes(
        attributes({
          'graphql.operation.type': kind,
          'graphql.operation.name': name?.slice(0, MAX_NAME_LENGTH),
          'gateway.refused': refused,
        }),
      );
      for (const { key, code } of outcomes) {
        const field = fields.get(key);
        if (field && code !== 'OK') fail(field.span, code);
      }
      for (const field of fields.values()) field.span.end(field.lastAt);
    },
    ended(status) {
      if (status === undefined) span.setAttribute('error.type', 'client-gone');
      else {
        span.setAttribute('http.response.status_code', status);
        if (status >= SERVER_ERROR) fail(span, String(status));
      }
      // Of an operation that got no response.
      for (const field of fields.values()) if (field.span.isRecording()) field.span.end(field.lastAt);
      span.end(now());
    },
  };
}
