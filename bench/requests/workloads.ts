/** One request of a workload: GraphQL over `/graphql`, or the REST call behind it for the proxies. */
export interface LoadRequest {
  readonly path: string;
  readonly body: string;
}

export type Language = 'graphql' | 'rest';

export interface Workload {
  readonly name: string;
  readonly meaning: string;
  /**
   * @param n counts the requests of a run: none has the title of another
   * @returns undefined if the language has no such request
   */
  readonly request: (language: Language, n: number) => LoadRequest | undefined;
}

/** Every field of a line that comes with it, without a further REST call. */
const FIELDS = `id configId type title server login password regId incomingServer incomingLogin incomingPassword authUser
  outboundProxy detectLineNumber lineDetectHeaderOrder lastRegistration { statusCode errorMessage } lineId`;

const ADDED = 'configId type title server login regId';
const ADD = `mutation Add($input: AddSipLineInput!) { addSipLine(input: $input) { ${ADDED} } }`;
const LIST = `query Lines { sipLines(first: 50) { nodes { ${FIELDS} } } }`;
const BY_ID = `query Line($configId: ID!) { sipLine(configId: $configId) { ${FIELDS} } }`;
const ENTITIES = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on SipLine { configId title server login } }
}`;

/** How many lines the requests by id are spread over, so that few in flight are the same. */
const IDS = 5_000;
const ENTITY_COUNT = 20;

function graphql(query: string, variables: object): LoadRequest {
  return { path: '/graphql', body: JSON.stringify({ query, variables }) };
}

function rest(method: string, params: object): LoadRequest {
  return { path: `/${method}`, body: JSON.stringify(params) };
}

const byIds = (ids: readonly string[]) => rest('voximplant.sip.get', { FILTER: { CONFIG_ID: ids } });
const idAt = (n: number) => String((n % IDS) + 1);
const titleAt = (n: number) => `Sales ${n}`;

export const ADD_LINE: Workload = {
  name: 'addSipLine',
  meaning: 'the mutation with its input as variables',
  request(language, n) {
    const line = { title: titleAt(n), server: 'sip.example.com', login: 'sales', password: 'replace-me' };
    return language === 'graphql'
      ? graphql(ADD, { input: { type: 'CLOUD', ...line } })
      : rest('voximplant.sip.add', {
          TYPE: 'cloud',
          TITLE: line.title,
          SERVER: line.server,
          LOGIN: line.login,
          PASSWORD: line.password,
        });
  },
};

const ADD_LITERALS: Workload = {
  name: 'addSipLine, literals',
  meaning: 'the same with its input written into the document, which is therefore new each time',
  request(language, n) {
    if (language === 'rest') return undefined;
    const input = `type: CLOUD, title: "${titleAt(n)}", server: "sip.example.com", login: "sales", password: "replace-me"`;
    return graphql(`mutation { addSipLine(input: { ${input} }) { ${ADDED} } }`, {});
  },
};

export const LIST_LINES: Workload = {
  name: 'list of 50',
  meaning: 'fifty lines with every field that needs no further REST call',
  request: (language) =>
    language === 'graphql'
      ? graphql(LIST, {})
      : rest('voximplant.sip.get', { SORT: 'CONFIG_ID', ORDER: 'ASC', start: 0 }),
};

const LINE_BY_ID: Workload = {
  name: 'sipLine',
  meaning: 'one line by its ID, another one each time, with the same fields',
  request: (language, n) =>
    language === 'graphql' ? graphql(BY_ID, { configId: idAt(n) }) : byIds([idAt(n)]),
};

const LINE_ENTITIES: Workload = {
  name: '20 entities',
  meaning: 'twenty lines as a router asks for them, with four fields each',
  request(language, n) {
    const ids = Array.from({ length: ENTITY_COUNT }, (_, index) => idAt(n * ENTITY_COUNT + index));
    if (language === 'rest') return byIds(ids);
    return graphql(ENTITIES, {
      representations: ids.map((configId) => ({ __typename: 'SipLine', configId })),
    });
  },
};

/** Of ten requests in a row. */
const MIXED = [
  LINE_BY_ID,
  ADD_LINE,
  LINE_BY_ID,
  LIST_LINES,
  LINE_BY_ID,
  LINE_ENTITIES,
  LINE_BY_ID,
  ADD_LINE,
  LINE_BY_ID,
  LIST_LINES,
];

export const MIX: Workload = {
  name: 'mix',
  meaning: 'of ten requests five `sipLine`, two `addSipLine`, two lists of 50 and one of 20 entities',
  request: (language, n) => MIXED[n % MIXED.length]?.request(language, n),
};

export const WORKLOADS: readonly Workload[] = [
  ADD_LINE,
  ADD_LITERALS,
  LIST_LINES,
  LINE_BY_ID,
  LINE_ENTITIES,
  MIX,
];
