import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { problemsOf } from '../support/settings-problems.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' };

describe('traces', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing is set', {}],
    ['only the service is named', { OTEL_SERVICE_NAME: 'telephony' }],
    ['the SDK is disabled', { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    ['no exporter is wanted', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    ['nothing else about them is usable then', { OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'zipkin' }],
    ['only metrics have an endpoint', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector.example' }],
  ])('are off if %s', (_name, environment) => {
    expect(readSettings(environment).traces).toBeUndefined();
  });

  it.each<[Record<string, string>, string]>([
    [ENDPOINT, 'http/protobuf'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example/v1/traces' }, 'http/protobuf'],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http/protobuf'],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'no', OTEL_UNKNOWN: 'x' }, 'http/protobuf'],
    [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'http/json'],
    [
      {
        ...ENDPOINT,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
      },
      'http/protobuf',
    ],
  ])('are exported with %j', (environment, protocol) => {
    expect(readSettings(environment).traces).toEqual({ protocol });
  });

  it('with settings that the SDK would ignore silently stop the start', () => {
    const problems = problemsOf({
      OTEL_TRACES_EXPORTER: 'sentinel,console',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'sentinel:4317',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    });
    expect(problems).toEqual([
      'OTEL_TRACES_EXPORTER must be otlp or none: this gateway has no other exporter of traces.',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be the http or https URL of a collector, such as http://127.0.0.1:4318.',
      'OTEL_EXPORTER_OTLP_ENDPOINT must be the http or https URL of a collector, such as http://127.0.0.1:4318.',
    ]);
    expect(problemsOf({ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL must be one of http/protobuf, http/json.',
    ]);
  });
});
