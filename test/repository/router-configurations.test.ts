import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../../src/config/read-settings.ts';
import { EXTENSION_KEYS } from '../../src/graphql/errors/client-error.ts';

/*
 * No router binary runs in these tests, so the files are held against the shapes that the routers' own sources define.
 * Both routers reject unknown keys in most places, and some combinations of known ones.
 */

const DURATION = z.string().regex(/^[1-9]\d*s$/);

/** A rule for a header of a request; Apollo Router and Hive Router share its form. */
const rule = (fallback: z.ZodType) =>
  z.strictObject({
    propagate: z.strictObject({
      named: z.enum(['authorization', 'x-bitrix24-portal', 'x-bitrix24-token']),
      default: fallback.optional(),
    }),
  });

/** What an object of a subgraph requires of "all", from apollo-router 2.13.1, include_subgraph_errors/mod.rs. */
const objectsOnly = z.strictObject({
  // include_subgraph_errors/config.rs: "redact_message" is required for "all" and optional for a subgraph.
  all: z.strictObject({ redact_message: z.boolean(), allow_extensions_keys: z.array(z.string()) }),
  subgraphs: z.strictObject({
    telephony: z.strictObject({
      redact_message: z.boolean().optional(),
      allow_extensions_keys: z.array(z.string()),
      exclude_global_keys: z.array(z.string()).optional(),
    }),
  }),
});

/**
 * Apollo Router, https://github.com/apollographql/router, version 2.13.1, apollo-router/src/plugins: headers/mod.rs,
 * include_subgraph_errors/config.rs, traffic_shaping/mod.rs. A variable of the environment is `${env.NAME}`, from
 * configuration/expansion.rs.
 */
const APOLLO_ROUTER = z.strictObject({
  headers: z.strictObject({
    subgraphs: z.strictObject({
      telephony: z.strictObject({ request: z.array(rule(z.literal('${env.TELEPHONY_AUTHORIZATION}'))) }),
    }),
  }),
  include_subgraph_errors: objectsOnly,
  traffic_shaping: z.strictObject({
    router: z.strictObject({ timeout: DURATION }),
    subgraphs: z.strictObject({
      telephony: z.strictObject({ timeout: DURATION, deduplicate_query: z.boolean() }),
    }),
  }),
});

/**
 * Hive Router, https://github.com/graphql-hive/router, version 0.2.0, bin/router/src/config: headers.rs,
 * error_masking.rs, traffic_shaping.rs, supergraph.rs. A variable of the environment is `from_env`, from from_env.rs.
 */
const HIVE_ROUTER = z.strictObject({
  supergraph: z.strictObject({ source: z.literal('file'), path: z.string() }),
  headers: z.strictObject({
    subgraphs: z.strictObject({
      telephony: z.strictObject({
        request: z.array(rule(z.strictObject({ from_env: z.literal('TELEPHONY_AUTHORIZATION') }))),
      }),
    }),
  }),
  error_masking: z.strictObject({
    subgraphs: z.strictObject({
      telephony: z.strictObject({
        enabled: z.literal(false),
        extensions: z.strictObject({ mode: z.literal('allow'), keys: z.array(z.string()) }),
      }),
    }),
  }),
  traffic_shaping: z.strictObject({
    router: z.strictObject({ request_timeout: DURATION }),
    subgraphs: z.strictObject({ telephony: z.strictObject({ request_timeout: DURATION }) }),
  }),
});

/** Seconds that an operation with at most one write may take by default; a query may take three read deadlines. */
function longestOperation(): number {
  const { deadlines } = readSettings({});
  return Math.max(3 * deadlines.readMs, deadlines.writeMs) / 1000;
}

const apolloRouter = () => APOLLO_ROUTER.parse(read('router.yaml'));
const hiveRouter = () => HIVE_ROUTER.parse(read('hive-router.yaml'));

const ROUTERS = [
  {
    name: 'Apollo Router',
    rules: () => apolloRouter().headers.subgraphs.telephony.request,
    keys: () => apolloRouter().include_subgraph_errors.subgraphs.telephony.allow_extensions_keys,
    timeouts: () => {
      const { router, subgraphs } = apolloRouter().traffic_shaping;
      return { ofRouter: router.timeout, ofSubgraph: subgraphs.telephony.timeout };
    },
  },
  {
    name: 'Hive Router',
    rules: () => hiveRouter().headers.subgraphs.telephony.request,
    keys: () => hiveRouter().error_masking.subgraphs.telephony.extensions.keys,
    timeouts: () => {
      const { router, subgraphs } = hiveRouter().traffic_shaping;
      return { ofRouter: router.request_timeout, ofSubgraph: subgraphs.telephony.request_timeout };
    },
  },
];

describe.each(ROUTERS)('the example for $name', ({ rules, keys, timeouts }) => {
  it("sends the caller's key, and the router's only if there is none", () => {
    // Both routers use the default of "propagate" only if the caller did not send the header. "insert" always replaces
    // it.
    const given = rules().map(({ propagate: { named, default: fallback } }) => [
      named,
      fallback !== undefined,
    ]);
    expect(given).toEqual([
      ['authorization', true],
      ['x-bitrix24-portal', false],
      ['x-bitrix24-token', false],
    ]);
  });

  it('lets every key of our errors through', () => {
    expect(keys().toSorted()).toEqual(EXTENSION_KEYS.toSorted());
  });

  it('waits longer than the gateway may take', () => {
    const { ofRouter, ofSubgraph } = timeouts();
    expect(seconds(ofSubgraph)).toBeGreaterThan(longestOperation());
    expect(seconds(ofRouter)).toBeGreaterThan(seconds(ofSubgraph));
  });
});

const ALL_AS_OBJECT = '  all:\n    redact_message: true\n    allow_extensions_keys: []\n';

describe('the shapes', () => {
  // What each router would reject, or would silently do differently.
  it.each([
    ['a boolean for all subgraphs', 'router.yaml', ALL_AS_OBJECT, '  all: false\n'],
    ['no message mode for all subgraphs', 'router.yaml', 'redact_message: true', ''],
    ['an insert', 'router.yaml', 'propagate', 'insert'],
    ['an unknown key', 'router.yaml', 'deduplicate_query', 'deduplicate'],
    ['a timeout without a unit', 'router.yaml', 'timeout: 90s', 'timeout: 90'],
    ['an insert', 'hive-router.yaml', 'propagate', 'insert'],
    ["Apollo's name of a timeout", 'hive-router.yaml', 'request_timeout', 'timeout'],
    ["Apollo's form of a variable", 'hive-router.yaml', 'from_env: T', 'env: T'],
  ])('do not accept %s in %s', (_, file, text, replacement) => {
    const shape = file === 'router.yaml' ? APOLLO_ROUTER : HIVE_ROUTER;
    const source = readSource(file);
    expect(source).toContain(text);
    const changed: unknown = parse(source.replace(text, replacement));
    expect(shape.safeParse(changed).success).toBe(false);
  });
});

it('docs/responses.md lists every key of our errors', () => {
  const [, table = ''] = /^## Errors\n([^]*?)^## /m.exec(readFileSync('docs/responses.md', 'utf8')) ?? [];
  const named = [...table.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(EXTENSION_KEYS.filter((key) => key !== 'code' && !named.includes(key))).toEqual([]);
});

function read(file: string): unknown {
  return parse(readSource(file));
}

function readSource(file: string): string {
  return readFileSync(`examples/supergraph/${file}`, 'utf8');
}

function seconds(duration: string): number {
  return Number(duration.slice(0, -1));
}
