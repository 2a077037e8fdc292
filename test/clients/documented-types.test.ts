import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { TelephonyErrorCode as CodeOfSchema } from '../../src/graphql/__generated__/contract.js';
import type { TelephonyErrorCode } from '../../src/client/client.ts';

const DETAILS = resolve('src/client/error-details.ts');
const TARGET = ts.ScriptTarget.ES2023;
const SCREEN = resolve('screen.ts');

/** What the examples take from the program around them. */
const AROUND = `
import { ApolloClient, type DocumentNode } from '@apollo/client';
import { Client } from '@urql/core';
declare const form: { showError(field: string, message: string, configId?: string): void };
declare function show(text: string): void;
declare const apollo: ApolloClient;
declare const urql: Client;
declare const mutation: DocumentNode;
declare const variables: Record<string, unknown>;
declare const url: string;
declare const query: string;
declare const headers: Record<string, string>;
export const used: unknown[] = [adviceFor, showErrors];
`;

/** The examples of docs/clients.md about errors, as one file. */
const examples = () => {
  const [, section = ''] = /^## Errors\n([^]*?)^## /m.exec(readFileSync('docs/clients.md', 'utf8')) ?? [];
  const blocks = [...section.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
  expect(blocks).toHaveLength(3);
  return [...blocks, AROUND].join('\n');
};

/** Parses each file of packages once: those of browsers take seconds. */
function createParser(): (path: string, text: string) => ts.SourceFile {
  const parsed = new Map<string, ts.SourceFile>();
  return (path, text) => {
    const source = parsed.get(path) ?? ts.createSourceFile(path, text, TARGET);
    if (path.includes('/node_modules/')) parsed.set(path, source);
    return source;
  };
}
const parse = createParser();

/** What the compiler says about the examples, with the types for clients changed as given. */
function typeErrors(change: (types: string) => string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    target: TARGET,
    // Of browsers, without anything of Node.
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { 'bitrix24-telephony-gateway/client': [resolve('src/client/client.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const changed = new Map([
    [SCREEN, examples()],
    [DETAILS, change(readFileSync(DETAILS, 'utf8'))],
  ]);
  const readText = (path: string) => changed.get(path) ?? ts.sys.readFile(path);
  host.fileExists = (path) => changed.has(path) || ts.sys.fileExists(path);
  host.getSourceFile = (path) => {
    const text = readText(path);
    return text === undefined ? undefined : parse(path, text);
  };
  const program = ts.createProgram([SCREEN], options, host);
  // Also the table in src/client must be changed with a new code, but this is about the program of a client.
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file?.fileName === SCREEN)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the examples about errors in docs/clients.md', () => {
  it('compile, at the strictest and without types of Node', () => {
    expect(typeErrors((types) => types)).toEqual([]);
  });

  it('stop compiling when there is a new code', () => {
    const errors = typeErrors((types) =>
      types.replace('readonly SHUTTING_DOWN:', 'readonly OUT_OF_LINES: object;\n  readonly SHUTTING_DOWN:'),
    );
    expect(errors).toEqual([
      "Function lacks ending return statement and return type does not include 'undefined'.",
    ]);
  });

  it('stop compiling when a code is removed, or a key of a code', () => {
    const errors = typeErrors((types) =>
      types
        .replace('readonly SHUTTING_DOWN: Partial<Retried>;', '')
        .replace('readonly existingConfigId?: string;', ''),
    );
    expect(errors.toSorted()).toEqual([
      expect.stringContaining('existingConfigId'),
      expect.stringContaining('SHUTTING_DOWN'),
    ]);
  });
});

describe('the types for clients', () => {
  it('have the codes of the schema', () => {
    const toClient = (code: CodeOfSchema): TelephonyErrorCode => code;
    const toSchema = (code: TelephonyErrorCode): CodeOfSchema => code;
    expect(toClient(toSchema('NOT_FOUND'))).toBe('NOT_FOUND');
  });
});
