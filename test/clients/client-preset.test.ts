import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';

/** What a front end writes. */
const SCREEN = `
import { graphql } from './gql/gql';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

const CALLS = graphql(\`
  query Calls($filter: TelephonyCallFilter, $orderBy: TelephonyCallOrder) {
    telephonyCalls(filter: $filter, orderBy: $orderBy) { nodes { startedAt recordUrl } }
  }
\`);
const DELETE = graphql(\`
  mutation Delete($configId: ID!) { deleteSipLine(configId: $configId) { id configId } }
\`);

type Variables<T> = T extends DocumentTypeDecoration<unknown, infer V> ? V : never;
type Result<T> = T extends DocumentTypeDecoration<infer R, never> ? R : never;

export const variables: Variables<typeof CALLS> = {
  filter: { startedFrom: '2026-03-01T00:00:00Z' },
  orderBy: { direction: 'ASC' },
};
export function show(calls: Result<typeof CALLS>, deleted: Result<typeof DELETE>): (string | null | undefined)[] {
  const [call] = calls.telephonyCalls?.nodes ?? [];
  return [call?.startedAt, call?.recordUrl, deleted.deleteSipLine?.id];
}

// Were the scalars \`any\`, all this would compile too, and what is expected to be wrong would be an error.
// @ts-expect-error
export const moment: Variables<typeof CALLS> = { filter: { startedFrom: 20260301 } };
// @ts-expect-error
export const order: Variables<typeof CALLS> = { orderBy: { direction: 'NEWEST_FIRST' } };
export function compute(calls: Result<typeof CALLS>): void {
  const [call] = calls.telephonyCalls?.nodes ?? [];
  // @ts-expect-error
  const startedAt: number | null | undefined = call?.startedAt;
  // @ts-expect-error
  const recordUrl: URL | null | undefined = call?.recordUrl;
  void [startedAt, recordUrl];
}
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-preset-'));
  await writeFile(join(folder, 'screen.ts'), SCREEN);
});
afterEach(() => rm(folder, { recursive: true }));

/** What docs/clients.md has for the scalars. */
function documentedScalars(): Readonly<Record<string, string>> {
  const [, scalars = ''] = /scalars: \{([^}]*)\}/.exec(readFileSync('docs/clients.md', 'utf8')) ?? [];
  const entries = [...scalars.matchAll(/(\w+): '(\w+)'/g)];
  return Object.fromEntries(entries.map(([, name = '', type = '']) => [name, type]));
}

/** Generates as docs/clients.md says. */
const codegen = (scalars: Readonly<Record<string, string>>, schema = 'schema.graphql') =>
  generate({
    schema,
    documents: [join(folder, 'screen.ts')],
    silent: true,
    config: { strictScalars: true, scalars },
    generates: { [join(folder, 'gql/')]: { preset } },
  });

/** What the compiler, at its strictest, says about the screen and all that it imports. */
function typeErrors(): string[] {
  const program = ts.createProgram([join(folder, 'screen.ts')], {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { '*': [join(process.cwd(), 'node_modules/*')] },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('@graphql-codegen/client-preset', () => {
  it(
    'generates types that compile, with the scalars as text, from the file and from a running gateway',
    { timeout: 60_000 },
    async () => {
      await using gateway = await startGateway();
      const generated: string[] = [];
      for (const schema of ['schema.graphql', gateway.url]) {
        await codegen(documentedScalars(), schema);
        generated.push(await readFile(join(folder, 'gql/graphql.ts'), 'utf8'));
      }
      expect(generated[1]).toBe(generated[0]);
      expect(typeErrors()).toEqual([]);
    },
  );

  it('refuses to guess what a scalar is', async () => {
    await expect(codegen({ DateTime: 'string' })).rejects.toThrow(/URL/);
  });
});
