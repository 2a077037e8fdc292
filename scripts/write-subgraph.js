import { buildSubgraphSchema } from '@apollo/subgraph';
import { gql } from 'graphql-tag';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Writes what the Federation library makes of schema.graphql. Doing so at each start would be a fifth of it.
const root = join(import.meta.dirname, '..');
const schema = buildSubgraphSchema(gql(readFileSync(join(root, 'schema.graphql'), 'utf8')));
const { sdl } = schema.getQueryType().getFields()['_service'].resolve();
const literal = sdl.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
writeFileSync(
  join(root, 'src/graphql/__generated__/subgraph-sdl.ts'),
  `/** The contract as a Federation 2 subgraph, which routers read. */\nexport const SUBGRAPH_SDL = \`${literal}\`;\n`,
);
