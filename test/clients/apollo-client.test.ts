import {
  ApolloClient,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
  type TypedDocumentNode,
} from '@apollo/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
let client: ApolloClient;
beforeEach(async () => {
  gateway = await startGateway();
  client = new ApolloClient({ link: new HttpLink({ uri: gateway.url }), cache: new InMemoryCache() });
});
afterEach(async () => {
  client.stop();
  await gateway.close();
});

interface Line {
  readonly __typename: 'SipLine';
  readonly id: string;
  readonly configId: string;
  readonly title: string;
}

const LINES: TypedDocumentNode<{ sipLines: { nodes: Line[] } }, Record<string, never>> = gql`
  query Lines {
    sipLines {
      nodes {
        id
        configId
        title
      }
    }
  }
`;
const ADD: TypedDocumentNode<{ addSipLine: Line | null }, { input: object }> = gql`
  mutation Add($input: AddSipLineInput!) {
    addSipLine(input: $input) {
      id
      configId
      title
    }
  }
`;
const UPDATE: TypedDocumentNode<{ updateSipLine: Line | null }, { configId: string; title: string }> = gql`
  mutation Rename($configId: ID!, $title: String!) {
    updateSipLine(configId: $configId, input: { title: $title }) {
      id
      title
    }
  }
`;
const DELETE: TypedDocumentNode<
  { deleteSipLine: { __typename: 'DeletedSipLine'; id: string; configId: string } | null },
  { configId: string }
> = gql`
  mutation Delete($configId: ID!) {
    deleteSipLine(configId: $configId) {
      id
      configId
    }
  }
`;

const line = (title: string) => ({ ...NEW_LINE, type: 'OFFICE', title });
async function add(title: string): Promise<Line> {
  const { data } = await client.mutate({ mutation: ADD, variables: { input: line(title) } });
  if (!data?.addSipLine) throw new Error('no line');
  return data.addSipLine;
}
const titlesInCache = () =>
  client.cache.readQuery({ query: LINES })?.sipLines.nodes.map(({ title }) => title);

/** The typed error that an operation is rejected with. */
async function errorOf(operation: Promise<unknown>): Promise<CombinedGraphQLErrors> {
  const error: unknown = await operation.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!CombinedGraphQLErrors.is(error)) throw new Error('not rejected by the gateway', { cause: error });
  return error;
}

describe('the cache of Apollo Client', () => {
  it('drops a deleted line by the id that the deletion returns, from every list', async () => {
    const [first] = [await add('First'), await add('Second')];
    await client.query({ query: LINES });
    expect(titlesInCache()).toEqual(['First', 'Second']);
    const { data } = await client.mutate({
      mutation: DELETE,
      variables: { configId: first.configId },
      update(cache, { data: result }) {
        const id = result?.deleteSipLine?.id;
        cache.evict({ id: cache.identify({ __typename: 'SipLine', id }) ?? '' });
        cache.gc();
      },
    });
    expect(data?.deleteSipLine).toEqual({
      __typename: 'DeletedSipLine',
      id: first.id,
      configId: first.configId,
    });
    expect(titlesInCache()).toEqual(['Second']);
    expect(JSON.stringify(client.cache.extract())).not.toContain('First');
  });

  it('shows a changed line in every list, without reading it again', async () => {
    const { configId } = await add('First');
    await client.query({ query: LINES });
    await client.mutate({ mutation: UPDATE, variables: { configId, title: 'Renamed' } });
    expect(titlesInCache()).toEqual(['Renamed']);
  });

  it('keeps a line whose change fails', async () => {
    await add('First');
    const { configId } = await add('Second');
    await client.query({ query: LINES });
    await errorOf(client.mutate({ mutation: UPDATE, variables: { configId, title: 'First' } }));
    expect(titlesInCache()).toEqual(['First', 'Second']);
  });
});

describe('errors in Apollo Client', () => {
  it('are typed, with everything the gateway reports about them', async () => {
    const { configId } = await add('First');
    const { errors } = await errorOf(client.mutate({ mutation: ADD, variables: { input: line('first') } }));
    expect(errors).toMatchObject([
      {
        message: 'A line with this title already exists. Choose another title.',
        path: ['addSipLine'],
        extensions: {
          code: 'TITLE_EXISTS',
          retryable: false,
          argument: ['input', 'title'],
          existingConfigId: configId,
          bitrix24: { method: 'voximplant.sip.add', error: 'TITLE_EXISTS' },
        },
      },
    ]);
  });

  it('report each problem of a form at its field, also those found before execution', async () => {
    const { errors } = await errorOf(
      client.mutate({ mutation: ADD, variables: { input: { title: 'First', server: 7 } } }),
    );
    expect(errors).toHaveLength(1);
    const problems = errors[0]?.extensions?.['problems'] as { argument: string[]; message: string }[];
    expect(new Set(problems.map(({ argument }) => argument.join('.')))).toEqual(
      new Set(['input.server', 'input.login', 'input.password']),
    );
  });

  it('leave the data of the fields that did not fail', async () => {
    gateway.emulator.portal.faults.inject({
      kind: 'error',
      on: 'voximplant.sip.connector.status',
      status: 403,
      code: 'ACCESS_DENIED',
    });
    const { data, error } = await client.query({
      query: gql`
        {
          sipConnector {
            paid
          }
          telephonyAccess {
            scopes
          }
        }
      `,
      errorPolicy: 'all',
    });
    expect(data).toMatchObject({ sipConnector: null, telephonyAccess: { scopes: ['telephony', 'call'] } });
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});

describe('a mutation that is retried with its key, as docs/clients.md shows', () => {
  const ADD_LINE: TypedDocumentNode<{ addSipLine: Line | null }, { input: object; key: string }> = gql`
    mutation Add($input: AddSipLineInput!, $key: String!) {
      addSipLine(input: $input, idempotencyKey: $key) {
        id
        configId
        title
      }
    }
  `;

  async function addLine(input: object) {
    const variables = { input, key: crypto.randomUUID() };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.mutate({ mutation: ADD_LINE, variables });
      } catch (error) {
        const waitMs = retryDelay(error);
        if (waitMs === undefined || attempt === 5) throw error;
        waits.push(waitMs);
      }
    }
  }

  function retryDelay(error: unknown): number | undefined {
    if (!CombinedGraphQLErrors.is(error)) return 1_000;
    const { retryable, retryAfterMs, checkAfterMs } = error.errors[0]?.extensions ?? {};
    return retryable === true ? Number(retryAfterMs ?? checkAfterMs ?? 1_000) : undefined;
  }

  let waits: number[] = [];
  const titles = () => gateway.emulator.portal.lines().map(({ title }) => title);

  /** Loses the responses to the first requests, after the gateway has executed them. */
  function loseResponses(count: number): void {
    let lost = 0;
    waits = [];
    const link = new HttpLink({
      uri: gateway.url,
      async fetch(...request) {
        const response = await fetch(...request);
        lost += 1;
        if (lost <= count) throw new TypeError('the connection was lost');
        return response;
      },
    });
    client.setLink(link);
  }

  it('is executed once, however many responses are lost', async () => {
    loseResponses(3);
    const { data } = await addLine(line('First'));
    expect(data?.addSipLine).toMatchObject({ title: 'First' });
    expect([waits.length, titles()]).toEqual([3, ['First']]);
  });

  it('is given up if that would not help', async () => {
    await add('First');
    loseResponses(1);
    const { errors } = await errorOf(addLine(line('First')));
    expect(errors).toMatchObject([{ extensions: { code: 'TITLE_EXISTS' } }]);
    expect([waits.length, titles()]).toEqual([1, ['First']]);
  });
});
