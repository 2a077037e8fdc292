// What the GraphQL rivals share: a schema for the benchmark's operations, and lines as their resolvers return them. It
// checks nothing, knows no scopes and keeps no secrets.

export const typeDefs = `
  scalar _Any
  union _Entity = SipLine
  enum PbxType { CLOUD OFFICE }
  enum LineDetectHeader { DIVERSION TO }
  type LastRegistration { statusCode: Int errorMessage: String }
  type SipLine {
    id: ID!
    configId: ID!
    type: PbxType!
    title: String!
    server: String!
    login: String!
    password: String
    regId: ID
    incomingServer: String
    incomingLogin: String
    incomingPassword: String
    authUser: String
    outboundProxy: String
    detectLineNumber: Boolean
    lineDetectHeaderOrder: [LineDetectHeader!]
    lastRegistration: LastRegistration
    lineId: ID
  }
  type SipLineConnection { nodes: [SipLine!]! }
  input AddSipLineInput { type: PbxType! = CLOUD title: String! server: String! login: String! password: String! }
  type Query {
    sipLine(configId: ID!): SipLine
    sipLines(first: Int = 50): SipLineConnection
    _entities(representations: [_Any!]!): [_Entity]!
  }
  type Mutation { addSipLine(input: AddSipLineInput!): SipLine }
`;

export const addParams = ({ type, title, server, login, password }) => ({
  TYPE: type.toLowerCase(),
  TITLE: title,
  SERVER: server,
  LOGIN: login,
  PASSWORD: password,
});

export const byIds = (ids) => ({ FILTER: { CONFIG_ID: ids } });

export const firstPage = { SORT: 'CONFIG_ID', ORDER: 'ASC', start: 0 };

/** A line of the portal under the names of the schema. */
export const toLine = (row) => ({
  __typename: 'SipLine',
  id: `line/${row.CONFIG_ID}`,
  configId: row.CONFIG_ID,
  type: row.TYPE.toUpperCase(),
  title: row.TITLE,
  server: row.SERVER,
  login: row.LOGIN,
  password: row.PASSWORD,
  regId: row.REG_ID,
  incomingServer: row.INCOMING_SERVER,
  incomingLogin: row.INCOMING_LOGIN,
  incomingPassword: row.INCOMING_PASSWORD,
  authUser: row.AUTH_USER,
  outboundProxy: row.OUTBOUND_PROXY,
  detectLineNumber: row.DETECT_LINE_NUMBER === 'Y',
  lineDetectHeaderOrder: row.LINE_DETECT_HEADER_ORDER?.toUpperCase().split(';'),
  lastRegistration: row.REGISTRATION_STATUS_CODE && {
    statusCode: Number(row.REGISTRATION_STATUS_CODE),
    errorMessage: row.REGISTRATION_ERROR_MESSAGE,
  },
  lineId: row.REG_ID && `reg${row.REG_ID}`,
});
