import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

/** Where operations are shown to people. */
const PLACES = [
  'README.md',
  'src/http/explorer/examples.ts',
  ...filesIn('docs', '.md'),
  ...filesIn('docs/decisions', '.md'),
  ...filesIn('examples/supergraph', '.js'),
];

/** An operation in JSON, in a code block of GraphQL, or in a text of JavaScript. */
const PATTERNS = [/"query": ("(?:[^"\\]|\\.)*")/g, /```graphql\n([^]*?)```/g, /`([^`]*)`/g, /'([^'\n]*)'/g];

/** Every operation that the documentation and the examples show, and where, without what is another subgraph's. */
export function documentedOperations(
  schema: GraphQLSchema,
): { readonly place: string; readonly text: string }[] {
  return PLACES.flatMap((place) => {
    const page = readFileSync(place, 'utf8');
    const texts = PATTERNS.flatMap((pattern) => [...page.matchAll(pattern)].map(([, text = '']) => text));
    const operations = texts.flatMap((text) => parseOperation(text) ?? []);
    return operations.flatMap((document) => {
      const text = ownPart(schema, document);
      return text === undefined ? [] : [{ place, text }];
    });
  });
}

function parseOperation(text: string): DocumentNode | undefined {
  try {
    const source = text.startsWith('"') ? String(JSON.parse(text)) : text;
    const document = parse(source);
    return document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION) ? document : undefined;
  } catch {
    return undefined;
  }
}

/** What is left of an operation of a supergraph without the fields of other subgraphs; undefined if nothing is. */
function ownPart(schema: GraphQLSchema, document: DocumentNode): string | undefined {
  const typeInfo = new TypeInfo(schema);
  const own = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => (typeInfo.getFieldDef() || node.name.value.startsWith('__') ? undefined : null),
    }),
  );
  const isEmpty = own.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.selectionSet.selections.length === 0,
  );
  return isEmpty ? undefined : print(own);
}

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name));
}
