import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { auditServer } from 'graphql-http';
import {
  GraphQLSchema,
  graphqlSync,
  introspectionFromSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  print,
  printSchema,
  validateSchema,
  type ASTNode,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { SUBGRAPH_SDL } from '../../src/graphql/__generated__/subgraph-sdl.ts';
import { KEYS_BY_CODE } from '../../src/client/extension-keys.ts';
import { CODES } from '../../src/graphql/errors/codes.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { startGateway } from '../support/gateway.ts';

const OF_FEDERATION = /^(_.*|federation__.*|link__.*)$/;

describe('the contract', () => {
  it('is GraphQL over HTTP as the specification has it', async () => {
    await using gateway = await startGateway();
    const results = await auditServer({ url: gateway.url });
    expect(results.filter((result) => result.status === 'error').map((result) => result.name)).toEqual([]);
  });

  it('is served with a description of every type, field, argument and value', () => {
    const undescribed: string[] = [];
    const note = (name: string, description: string | null | undefined) => {
      if (!description) undescribed.push(name);
    };
    const ownTypes = Object.values(createSchema().getTypeMap()).filter(
      (type: GraphQLNamedType) =>
        !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !OF_FEDERATION.test(type.name),
    );
    for (const type of ownTypes) {
      note(type.name, type.description);
      if (isEnumType(type))
        for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
      for (const field of fieldsOf(type).filter(({ name }) => !OF_FEDERATION.test(name))) {
        note(`${type.name}.${field.name}`, field.description);
        for (const arg of field.args ?? []) note(`${type.name}.${field.name}(${arg.name}:)`, arg.description);
      }
    }
    expect(undescribed).toEqual([]);
  });

  it('is served as the subgraph that the Federation library makes of it', () => {
    const made = buildSubgraphSchema(parse(readFileSync('schema.graphql', 'utf8')));
    const served = createSchema();
    // Run "npm run codegen" after a change of the contract.
    expect(printSchemaWithDirectives(served)).toEqual(printSchemaWithDirectives(made));
    expect(introspectionFromSchema(served)).toEqual(introspectionFromSchema(made));
    const sdlOf = (schema: GraphQLSchema) => graphqlSync({ schema, source: '{ _service { sdl } }' }).data;
    expect(sdlOf(made)).toEqual({ _service: { sdl: SUBGRAPH_SDL } });
    expect(validateSchema(new GraphQLSchema({ ...served.toConfig(), assumeValid: false }))).toEqual([]);
  });

  it('lets every root field fail alone', () => {
    const schema = createSchema();
    const nonNull = [schema.getQueryType(), schema.getMutationType()]
      .flatMap((type) => Object.values(type?.getFields() ?? {}))
      .filter((field) => String(field.type).endsWith('!') && !OF_FEDERATION.test(field.name));
    expect(nonNull.map((field) => field.name)).toEqual([]);
  });

  it('documents every error code in docs/errors.md', async () => {
    const type = createSchema().getType('TelephonyErrorCode');
    if (!isEnumType(type)) throw new Error('TelephonyErrorCode is no enum');
    const rows = type.getValues().map(({ name, description }) => {
      const { message, retryable } = CODES[name as keyof typeof CODES];
      const keys = Object.entries(KEYS_BY_CODE[name as keyof typeof CODES]).map(
        ([key, presence]) => `\`${key}\`${presence === 'always' ? '' : '?'}`,
      );
      return `| \`${name}\` | ${retryable ? 'yes' : 'no'} | ${keys.join(', ')} | ${description ?? ''} | ${message} |`;
    });
    const page = [
      '# Error codes',
      '',
      'Generated from the enum `TelephonyErrorCode` in `schema.graphql` and the registries in `src/graphql/errors/codes.ts` and',
      '`src/client/extension-keys.ts`: `npx vitest run test/graphql/contract.test.ts -u` regenerates it. A single error can state',
      'more precisely whether it is retryable, and why it happened, than its row here.',
      '',
      'In addition to the keys of its row, every error has `retryable` and `requestId`, and one of a mutation may have `applied`.',
      '`?` marks keys that not every error with the code has. [What the keys mean](responses.md#errors),',
      '[types for TypeScript](clients.md#errors).',
      '',
      '| `extensions.code` | retryable | other keys | meaning | message |',
      '|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../../docs/errors.md');
  });

  it('is published as it is in schema.graphql', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.query('{ _service { sdl } }');
    const { sdl } = data?.['_service'] as { sdl: string };
    for (const [, name] of readFileSync('schema.graphql', 'utf8').matchAll(
      /^(?:type|input|enum|scalar) (\w+)/gm,
    )) {
      expect(sdl).toContain(name);
    }
    expect(sdl).toContain('https://specs.apollo.dev/federation/v2.9');
    for (const scalar of ['DateTime', 'URL'])
      expect(sdl).toMatch(new RegExp(`scalar ${scalar}\\s+@specifiedBy\\(url: "https://`));
  });
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly args?: readonly Described[];
}

/** The schema with the directives of each definition, which printing alone leaves out. */
function printSchemaWithDirectives(schema: GraphQLSchema): string {
  const definitions = [schema, ...Object.values(schema.getTypeMap()), ...schema.getDirectives()]
    .flatMap(({ astNode, extensionASTNodes = [] }: Definition) => [
      ...(astNode ? [astNode] : []),
      ...extensionASTNodes,
    ])
    .map((node) => print(node));
  return [printSchema(schema), ...definitions.toSorted()].join('\n\n');
}

interface Definition {
  readonly astNode?: ASTNode | null | undefined;
  readonly extensionASTNodes?: readonly ASTNode[] | undefined;
}

function fieldsOf(type: GraphQLNamedType): readonly Described[] {
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  const fields: Readonly<Record<string, Described>> = type.getFields();
  return Object.values(fields);
}
