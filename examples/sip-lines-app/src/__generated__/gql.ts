/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
  'query Calls($after: String, $filter: TelephonyCallFilter) {\n  telephonyCalls(first: 50, after: $after, filter: $filter) {\n    nodes {\n      id\n      type\n      outcome\n      failedReason\n      phoneNumber\n      startedAt\n      durationSeconds\n      lineId\n      line {\n        id\n        name\n      }\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}': typeof types.CallsDocument;
  'mutation AddLine($input: AddSipLineInput!, $key: String!) {\n  addSipLine(input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation AddLines($inputs: [AddSipLineInput!]!, $key: String!) {\n  addSipLines(inputs: $inputs, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation UpdateLine($configId: ID!, $input: UpdateSipLineInput!, $key: String!) {\n  updateSipLine(configId: $configId, input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation DeleteLine($configId: ID!, $key: String!) {\n  deleteSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n  }\n}\n\nmutation MakeDefault($configId: ID!, $key: String!) {\n  setDefaultOutgoingSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n    lineId\n  }\n}': typeof types.AddLineDocument;
  'fragment LineRow on SipLine {\n  id\n  configId\n  type\n  title\n  server\n  login\n  regId\n  lineId\n  lastRegistration {\n    statusCode\n    errorMessage\n  }\n}\n\nfragment LiveRegistration on SipLine {\n  registration {\n    status\n    statusCode\n    errorMessage\n    lastUpdated\n  }\n}\n\nquery Lines($after: String) {\n  sipLines(first: 50, after: $after, orderBy: {field: CONFIG_ID, direction: DESC}) {\n    nodes {\n      ...LineRow\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery DefaultLine {\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery Line($configId: ID!) {\n  sipLine(configId: $configId) {\n    ...LineRow\n    incomingServer\n    incomingLogin\n    authUser\n    outboundProxy\n    settingsUrl\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery PbxPassword($configId: ID!) {\n  sipLine(configId: $configId) {\n    id\n    incomingPassword\n  }\n}\n\nquery Registrations($regIds: [ID!]!) {\n  sipLines(first: 50, filter: {regIds: $regIds}) {\n    nodes {\n      id\n      regId\n      ...LiveRegistration\n    }\n  }\n}': typeof types.LineRowFragmentDoc;
};
const documents: Documents = {
  'query Calls($after: String, $filter: TelephonyCallFilter) {\n  telephonyCalls(first: 50, after: $after, filter: $filter) {\n    nodes {\n      id\n      type\n      outcome\n      failedReason\n      phoneNumber\n      startedAt\n      durationSeconds\n      lineId\n      line {\n        id\n        name\n      }\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}':
    types.CallsDocument,
  'mutation AddLine($input: AddSipLineInput!, $key: String!) {\n  addSipLine(input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation AddLines($inputs: [AddSipLineInput!]!, $key: String!) {\n  addSipLines(inputs: $inputs, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation UpdateLine($configId: ID!, $input: UpdateSipLineInput!, $key: String!) {\n  updateSipLine(configId: $configId, input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation DeleteLine($configId: ID!, $key: String!) {\n  deleteSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n  }\n}\n\nmutation MakeDefault($configId: ID!, $key: String!) {\n  setDefaultOutgoingSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n    lineId\n  }\n}':
    types.AddLineDocument,
  'fragment LineRow on SipLine {\n  id\n  configId\n  type\n  title\n  server\n  login\n  regId\n  lineId\n  lastRegistration {\n    statusCode\n    errorMessage\n  }\n}\n\nfragment LiveRegistration on SipLine {\n  registration {\n    status\n    statusCode\n    errorMessage\n    lastUpdated\n  }\n}\n\nquery Lines($after: String) {\n  sipLines(first: 50, after: $after, orderBy: {field: CONFIG_ID, direction: DESC}) {\n    nodes {\n      ...LineRow\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery DefaultLine {\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery Line($configId: ID!) {\n  sipLine(configId: $configId) {\n    ...LineRow\n    incomingServer\n    incomingLogin\n    authUser\n    outboundProxy\n    settingsUrl\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery PbxPassword($configId: ID!) {\n  sipLine(configId: $configId) {\n    id\n    incomingPassword\n  }\n}\n\nquery Registrations($regIds: [ID!]!) {\n  sipLines(first: 50, filter: {regIds: $regIds}) {\n    nodes {\n      id\n      regId\n      ...LiveRegistration\n    }\n  }\n}':
    types.LineRowFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query Calls($after: String, $filter: TelephonyCallFilter) {\n  telephonyCalls(first: 50, after: $after, filter: $filter) {\n    nodes {\n      id\n      type\n      outcome\n      failedReason\n      phoneNumber\n      startedAt\n      durationSeconds\n      lineId\n      line {\n        id\n        name\n      }\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}',
): (typeof documents)['query Calls($after: String, $filter: TelephonyCallFilter) {\n  telephonyCalls(first: 50, after: $after, filter: $filter) {\n    nodes {\n      id\n      type\n      outcome\n      failedReason\n      phoneNumber\n      startedAt\n      durationSeconds\n      lineId\n      line {\n        id\n        name\n      }\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'mutation AddLine($input: AddSipLineInput!, $key: String!) {\n  addSipLine(input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation AddLines($inputs: [AddSipLineInput!]!, $key: String!) {\n  addSipLines(inputs: $inputs, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation UpdateLine($configId: ID!, $input: UpdateSipLineInput!, $key: String!) {\n  updateSipLine(configId: $configId, input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation DeleteLine($configId: ID!, $key: String!) {\n  deleteSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n  }\n}\n\nmutation MakeDefault($configId: ID!, $key: String!) {\n  setDefaultOutgoingSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n    lineId\n  }\n}',
): (typeof documents)['mutation AddLine($input: AddSipLineInput!, $key: String!) {\n  addSipLine(input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation AddLines($inputs: [AddSipLineInput!]!, $key: String!) {\n  addSipLines(inputs: $inputs, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation UpdateLine($configId: ID!, $input: UpdateSipLineInput!, $key: String!) {\n  updateSipLine(configId: $configId, input: $input, idempotencyKey: $key) {\n    ...LineRow\n  }\n}\n\nmutation DeleteLine($configId: ID!, $key: String!) {\n  deleteSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n  }\n}\n\nmutation MakeDefault($configId: ID!, $key: String!) {\n  setDefaultOutgoingSipLine(configId: $configId, idempotencyKey: $key) {\n    id\n    lineId\n  }\n}'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'fragment LineRow on SipLine {\n  id\n  configId\n  type\n  title\n  server\n  login\n  regId\n  lineId\n  lastRegistration {\n    statusCode\n    errorMessage\n  }\n}\n\nfragment LiveRegistration on SipLine {\n  registration {\n    status\n    statusCode\n    errorMessage\n    lastUpdated\n  }\n}\n\nquery Lines($after: String) {\n  sipLines(first: 50, after: $after, orderBy: {field: CONFIG_ID, direction: DESC}) {\n    nodes {\n      ...LineRow\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery DefaultLine {\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery Line($configId: ID!) {\n  sipLine(configId: $configId) {\n    ...LineRow\n    incomingServer\n    incomingLogin\n    authUser\n    outboundProxy\n    settingsUrl\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery PbxPassword($configId: ID!) {\n  sipLine(configId: $configId) {\n    id\n    incomingPassword\n  }\n}\n\nquery Registrations($regIds: [ID!]!) {\n  sipLines(first: 50, filter: {regIds: $regIds}) {\n    nodes {\n      id\n      regId\n      ...LiveRegistration\n    }\n  }\n}',
): (typeof documents)['fragment LineRow on SipLine {\n  id\n  configId\n  type\n  title\n  server\n  login\n  regId\n  lineId\n  lastRegistration {\n    statusCode\n    errorMessage\n  }\n}\n\nfragment LiveRegistration on SipLine {\n  registration {\n    status\n    statusCode\n    errorMessage\n    lastUpdated\n  }\n}\n\nquery Lines($after: String) {\n  sipLines(first: 50, after: $after, orderBy: {field: CONFIG_ID, direction: DESC}) {\n    nodes {\n      ...LineRow\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery DefaultLine {\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery Line($configId: ID!) {\n  sipLine(configId: $configId) {\n    ...LineRow\n    incomingServer\n    incomingLogin\n    authUser\n    outboundProxy\n    settingsUrl\n  }\n  defaultOutgoingLine {\n    id\n    lineId\n  }\n}\n\nquery PbxPassword($configId: ID!) {\n  sipLine(configId: $configId) {\n    id\n    incomingPassword\n  }\n}\n\nquery Registrations($regIds: [ID!]!) {\n  sipLines(first: 50, filter: {regIds: $regIds}) {\n    nodes {\n      id\n      regId\n      ...LiveRegistration\n    }\n  }\n}'];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> =
  TDocumentNode extends DocumentNode<infer TType, any> ? TType : never;
