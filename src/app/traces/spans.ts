import { SpanStatusCode, type Attributes, type AttributeValue, type Span } from '@opentelemetry/api';

/** Attributes whose texts are clean; those without a value are left out. */
export type CleanAttributes = (
  attributes: Readonly<Record<string, AttributeValue | undefined>>,
) => Attributes;

/** @param clean removes secrets from a text */
export function cleaner(clean: (text: string) => string): CleanAttributes {
  return (attributes) =>
    Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === 'string' ? clean(value) : value]],
      ),
    );
}

/** Marks a span as failed, with a code that has few values. */
export function fail(span: Span, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}
