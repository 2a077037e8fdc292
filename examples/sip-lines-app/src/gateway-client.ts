import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';

export function createGatewayClient(uri: string): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri }),
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { sipLines: { merge: keepKnown } } } } }),
    clientAwareness: { name: 'sip-lines-app' },
  });
}

/** A list that cannot be read at the moment stays as it was. */
function keepKnown(known: unknown, read: unknown): unknown {
  return read ?? known;
}
