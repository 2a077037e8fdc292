import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** What a front end writes. */
const SCREEN = `
import { graphql } from './gql/gql';
import type { TelephonyErrorCode } from './gql/enums';
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
export const texts: Partial<Record<TelephonyErrorCode, string>> = { TITLE_EXISTS: 'Choose another title.' };

// Were the scalars \`any\`, all this would compile too, and what is expected to be wrong would be an error.
// @ts-expect-error
export const moment: Variables<typeof CALLS> = { filter: { startedFrom: 20260301 } };
// @ts-expect-error
export const order: Variables<typeof CALLS> = { orderBy: { direction: 'NEWEST_FIRST' } };
// @ts-expect-error
export const unknownCode: TelephonyErrorCode = 'TITLE_EXIST';
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

/** Generates as docs/clients.md says. */
const codegen = (scalars: Readonly<Record<string, string>>) =>
  generate({
    schema: 'schema.graphql',
    documents: [join(folder, 'screen.ts')],
    silent: true,
    config: { strictScalars: true, scalars },
    generates: {
      [join(folder, 'gql/')]: { preset },
      [join(folder, 'gql/enums.ts')]: {
        plugins: ['typescript'],
        config: { onlyEnums: true, enumsAsTypes: true },
      },
    },
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
    'generates types that compile, with the scalars as text and every error code',
    { timeout: 60_000 },
    async () => {
      await codegen({ DateTime: 'string', URL: 'string' });
      expect(typeErrors()).toEqual([]);
    },
  );

  it('refuses to guess what a scalar is', async () => {
    await expect(codegen({ DateTime: 'string' })).rejects.toThrow(/URL/);
  });
});
