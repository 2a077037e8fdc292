/** An operation to execute for the reference. */
export interface OperationExample {
  /** The root field that it shows. */
  readonly field: string;
  readonly note?: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Whether some of it fails, to show how that looks. */
  readonly failsPartly?: boolean;
  /** How many entries of the field's list are shown. */
  readonly shown?: number;
}

const SALES = {
  type: 'CLOUD',
  title: 'Sales',
  server: 'sip.example.com',
  login: 'sales',
  password: 'replace-me',
} as const;

/** In the order in which they are executed: each starts from what those before it left on the portal. */
export const OPERATION_EXAMPLES: readonly OperationExample[] = [
  {
    field: 'telephonyAccess',
    query: '{ telephonyAccess { scopes canManageLines } }',
  },
  {
    field: 'sipConnector',
    query: '{ sipConnector { freeMinutes paid paidUntil } }',
  },
  {
    field: 'addSipLine',
    query: `mutation AddLine($input: AddSipLineInput!, $key: String) {
      addSipLine(input: $input, idempotencyKey: $key) { id configId type title server login regId lineId }
    }`,
    variables: { input: SALES, key: '0f8b2b7e-4b0e-4f0e-9d5c-3b1f6c1f7a10' },
  },
  {
    field: 'addSipLines',
    note: 'The title of the second line is taken: it is null, with an error at its own path, and the others are added.',
    query: `mutation AddLines($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { configId type title } }`,
    variables: {
      inputs: [
        { ...SALES, title: 'Support', login: 'support' },
        { ...SALES, login: 'sales2' },
        { ...SALES, type: 'OFFICE', title: 'Office PBX', server: 'pbx.example.com', login: 'office' },
      ],
    },
    failsPartly: true,
  },
  {
    field: 'sipLine',
    query: `query Line($configId: ID!) {
      sipLine(configId: $configId) {
        configId title type server login regId lineId isDefaultOutgoing
        registration { status statusCode errorMessage }
      }
    }`,
    variables: { configId: '2' },
  },
  {
    field: 'sipLines',
    note: 'The first page. To read the next one, pass endCursor as "after" with the same filter and order.',
    query: `query Lines($first: Int, $after: String) {
      sipLines(first: $first, after: $after, filter: { type: CLOUD }, orderBy: { field: TITLE }) {
        totalCount
        nodes { configId title registration { status } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    variables: { first: 1, after: null },
  },
  {
    field: 'outgoingLines',
    query: '{ outgoingLines { lineId type name isDefault sipLine { configId } } }',
  },
  {
    field: 'defaultOutgoingLine',
    query: '{ defaultOutgoingLine { lineId type name } }',
  },
  {
    field: 'setDefaultOutgoingLine',
    query: `mutation SetDefault($lineId: ID!) {
      setDefaultOutgoingLine(lineId: $lineId) { lineId type name isDefault }
    }`,
    variables: { lineId: '15550100' },
  },
  {
    field: 'setDefaultOutgoingSipLine',
    query: `mutation SetDefaultSipLine($configId: ID!) {
      setDefaultOutgoingSipLine(configId: $configId) { lineId name isDefault sipLine { configId isDefaultOutgoing } }
    }`,
    variables: { configId: '2' },
  },
  {
    field: 'updateSipLine',
    query: `mutation ChangeLine($configId: ID!, $input: UpdateSipLineInput!) {
      updateSipLine(configId: $configId, input: $input) { configId title server login }
    }`,
    variables: { configId: '2', input: { title: 'Sales, new provider', server: 'sip2.example.com' } },
  },
  {
    field: 'deleteSipLine',
    query: `mutation DeleteLine($configId: ID!) { deleteSipLine(configId: $configId) { id configId } }`,
    variables: { configId: '3' },
  },
  {
    field: 'telephonyUser',
    query: `query User($userId: ID!) {
      telephonyUser(userId: $userId) { userId innerNumber phoneEnabled sipServer sipLogin defaultLine { lineId } }
    }`,
    variables: { userId: '1' },
  },
  {
    field: 'telephonyUsers',
    note: 'The portal has no user 99.',
    query: `query Users($userIds: [ID!]!) { telephonyUsers(userIds: $userIds) { userId innerNumber phoneEnabled } }`,
    variables: { userIds: ['1', '99', '2'] },
  },
  {
    field: 'activatePhone',
    query: `mutation Activate($userId: ID!) { activatePhone(userId: $userId) { userId phoneEnabled sipLogin } }`,
    variables: { userId: '2' },
  },
  {
    field: 'deactivatePhone',
    query: `mutation Deactivate($userId: ID!) { deactivatePhone(userId: $userId) { userId phoneEnabled } }`,
    variables: { userId: '2' },
  },
  {
    field: 'telephonyCalls',
    query: `query MissedCalls($first: Int, $filter: TelephonyCallFilter) {
      telephonyCalls(first: $first, filter: $filter) {
        nodes { statisticId startedAt type outcome phoneNumber durationSeconds line { name } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    variables: { first: 20, filter: { outcomes: ['MISSED'] } },
  },
  {
    field: 'startCallback',
    query: `mutation CallBack($input: StartCallbackInput!) { startCallback(input: $input) { callId } }`,
    variables: {
      input: { lineId: '15550100', phoneNumber: '+15550123', text: 'A customer asked to be called back.' },
    },
  },
  {
    field: 'startInfoCall',
    query: `mutation Announce($input: StartInfoCallInput!) { startInfoCall(input: $input) { callId } }`,
    variables: {
      input: {
        lineId: '15550100',
        phoneNumber: '+15550123',
        text: 'Your order is ready.',
        voice: 'ukenglishfemale',
      },
    },
  },
  {
    field: 'telephonyVoices',
    note: 'The first three of the list.',
    query: '{ telephonyVoices { id name } }',
    shown: 3,
  },
  {
    field: 'telephonyLinks',
    query: '{ telephonyLinks { linesUrl statisticsUrl buyConnectorUrl } }',
  },
];
