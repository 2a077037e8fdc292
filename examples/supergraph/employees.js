import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { gql } from 'graphql-tag';

/** A directory of employees that knows who sits at which line, and leaves telephony to the telephony gateway. */
const typeDefs = gql`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

  type Query {
    "Everybody who works here."
    employees: [Employee!]
  }

  "Somebody who works here."
  type Employee @key(fields: "id") {
    "The employee's id in the directory."
    id: ID!
    "First and last name."
    name: String!
    "The employee's telephony settings on the portal."
    telephony: TelephonyUser
    "The SIP line that is the employee's own."
    directLine: SipLine
  }

  type TelephonyUser @key(fields: "userId") {
    userId: ID!
    "Who in the directory has this telephony user."
    employee: Employee
  }

  type SipLine @key(fields: "configId", resolvable: false) {
    configId: ID!
  }
`;

/**
 * Starts the subgraph.
 *
 * @param employees `{id, name, userId, configId}`: `userId` and `configId` are those of the portal
 */
export async function startEmployees(employees, port = 0) {
  const resolvers = {
    Query: { employees: () => employees },
    Employee: {
      telephony: ({ userId }) => ({ __typename: 'TelephonyUser', userId }),
      directLine: ({ configId }) => configId && { __typename: 'SipLine', configId },
    },
    TelephonyUser: {
      employee: ({ userId }) => employees.find((employee) => employee.userId === userId),
    },
  };
  const server = new ApolloServer({
    schema: buildSubgraphSchema({ typeDefs, resolvers }),
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const { url } = await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  return { url, typeDefs, close: () => server.stop() };
}
