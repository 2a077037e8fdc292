import { readPackageFile } from './config/package-file.ts';

/** The contract in GraphQL's schema definition language, as in `schema.graphql`. */
export const typeDefs = readPackageFile('schema.graphql');
