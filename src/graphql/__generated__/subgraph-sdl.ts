/** The contract as a Federation 2 subgraph, which routers read. */
export const SUBGRAPH_SDL = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
{
  query: Query
  mutation: Mutation
}

extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requiresScopes", "@tag", "@cost", "@listSize"])

directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE

directive @federation__requires(fields: federation__FieldSet!) on FIELD_DEFINITION

directive @federation__provides(fields: federation__FieldSet!) on FIELD_DEFINITION

directive @federation__external(reason: String) on OBJECT | FIELD_DEFINITION

directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCHEMA

directive @federation__extends on OBJECT | INTERFACE

directive @shareable repeatable on OBJECT | FIELD_DEFINITION

directive @federation__inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION

directive @federation__override(from: String!, label: String) on FIELD_DEFINITION

directive @federation__composeDirective(name: String) repeatable on SCHEMA

directive @federation__interfaceObject on OBJECT

directive @federation__authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM

directive @requiresScopes(scopes: [[federation__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM

directive @federation__policy(policies: [[federation__Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM

directive @federation__context(name: String!) repeatable on INTERFACE | OBJECT | UNION

directive @federation__fromContext(field: federation__ContextFieldValue) on ARGUMENT_DEFINITION

directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR

directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION

"""
A date and time with a UTC offset, in ISO 8601: \`2026-03-01T00:00:00Z\`, \`2026-03-10T11:19:38+03:00\`. Returned with the
portal's own offset, not converted. \`T\` and \`Z\` are upper case. A value without an offset, or one that does not exist, such as
February 30 or a leap second, is rejected.
"""
scalar DateTime
  @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")

"""
An absolute URL of at most 8,192 characters that starts with \`http://\` or \`https://\`. Returned exactly as the portal sent it, not normalized.
"""
scalar URL
  @specifiedBy(url: "https://url.spec.whatwg.org/#url-writing")

"""
Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
others keep their data. The fields of an operation run in parallel and share REST calls.
"""
type Query {
  """
  The SIP line with this CONFIG_ID, or null if the gateway sees no such line: see \`SipLine\`.
  
  REST: \`voximplant.sip.get\`, filtered by CONFIG_ID.
  """
  sipLine(
    """The line's CONFIG_ID, as in \`SipLine.configId\`."""
    configId: ID!
  ): SipLine @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10)

  """
  The SIP lines that the gateway sees, one page at a time: see \`SipLine\`.
  
  Cursors point to lines, not to positions. Reading page after page returns every line that is there all the time exactly
  once, even if the lines already read are deleted. Not promised: lines that change during the walk so that the filter or the
  order by title places them elsewhere, and lines that are added during it, which only the default order is sure to return.
  
  REST: \`voximplant.sip.get\` by CONFIG_ID, one call for every 50 lines of a page. Ordered by title, one call for every 50
  matching lines, whatever the page: the portal gives lines with the same title, or with none, no fixed order.
  """
  sipLines(
    """The number of lines to return, 1 to 200."""
    first: Int = 50

    """
    The previous page's \`endCursor\`. Valid only with the same filter and order; otherwise \`BAD_USER_INPUT\`.
    """
    after: String

    """Which lines to return. Default: all."""
    filter: SipLineFilter

    """The order of the lines. Default: by CONFIG_ID, oldest first."""
    orderBy: SipLineOrder
  ): SipLineConnection @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)

  """
  The portal's SIP connector, the service that SIP lines require.
  
  REST: \`voximplant.sip.connector.status\`.
  """
  sipConnector: SipConnector @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10)

  """
  The lines the portal can call from: rented numbers and SIP lines, including those of other applications. The lines of
  external telephony applications are not listed, but can be used as well: see \`OutgoingLineType.APPLICATION\`.
  
  REST: \`voximplant.line.get\`.
  """
  outgoingLines: [OutgoingLine!] @requiresScopes(scopes: [["telephony:read"]]) @listSize(assumedSize: 100)

  """
  The line used for outgoing calls unless another is set, or null if the portal has none.
  
  REST: \`voximplant.line.outgoing.get\`.
  """
  defaultOutgoingLine: OutgoingLine @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10)

  """
  A user's telephony settings, or null if the portal has no such user.
  
  Portals allow this to applications only: by a webhook, it is \`FORBIDDEN\`. An administrator must confirm an application's
  first read of users with each new access token, which lasts an hour: \`CONFIRMATION_REQUIRED\`.
  
  REST: \`voximplant.user.get\`.
  """
  telephonyUser(
    """The user's ID on the portal, as in \`TelephonyUser.userId\`."""
    userId: ID!
  ): TelephonyUser @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10)

  """
  The telephony settings of up to 200 users: one entry per ID, in the same order, null if the portal has no such user.
  
  Like \`telephonyUser\`, it requires an application and its confirmation.
  
  REST: \`voximplant.user.get\`, one call for every 50 users.
  """
  telephonyUsers(
    """The users' IDs on the portal."""
    userIds: [ID!]!
  ): [TelephonyUser] @requiresScopes(scopes: [["telephony:read"]]) @listSize(assumedSize: 200)

  """
  The call history, one page at a time.
  
  Cursors point to calls, not to positions: calls that are added while you read page after page neither hide nor repeat
  others. Ordered by \`ASC\`, they are returned at the end; newest first, they precede the first page and are not returned.
  
  REST: \`voximplant.statistic.get\`, by ID and without counting: one REST call for every 50 calls in a page, however deep
  in the history. To read all of it, use pages of 50, 100, 150 or 200.
  """
  telephonyCalls(
    """The number of calls to return, 1 to 200."""
    first: Int = 50

    """
    The previous page's \`endCursor\`. Valid only with the same filter and order; otherwise \`BAD_USER_INPUT\`.
    """
    after: String

    """Which calls to return. Default: all."""
    filter: TelephonyCallFilter

    """The order of the calls. Default: newest first."""
    orderBy: TelephonyCallOrder
  ): TelephonyCallConnection @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)

  """
  The voices that can read text in a call.
  
  REST: \`voximplant.tts.voices.get\`.
  """
  telephonyVoices: [TelephonyVoice!] @requiresScopes(scopes: [["telephony:read"]]) @listSize(assumedSize: 100)

  """
  Pages of the portal that a user interface can link to.
  
  REST: \`voximplant.url.get\`.
  """
  telephonyLinks: TelephonyLinks @requiresScopes(scopes: [["telephony:read"]]) @cost(weight: 10)

  """What the gateway itself is allowed to do on the portal."""
  telephonyAccess: TelephonyAccess @requiresScopes(scopes: [["telephony:read"]])
  _entities(representations: [_Any!]!): [_Entity]!
  _service: _Service!
}

"""
Changes one portal's telephony. Each field returns what it changed; an error has a \`TelephonyErrorCode\` in
\`extensions.code\`. The fields of an operation run one after another, and a failure does not stop those that follow.

\`idempotencyKey\` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
the same field with the same key and arguments is executed only once:

- After a success, it returns the same object again, as the portal has it now. The response has the header
  \`Idempotency-Replayed: true\` if that is so for at least one field. If the object was deleted since, the error is \`NOT_FOUND\`
  with \`applied: true\`.
- While the first is still being executed, the second waits for it.
- With other arguments, it is \`IDEMPOTENCY_CONFLICT\`.
- If nothing was done, as with \`MAX_CLOUD_PBX\`, \`FORBIDDEN\` or \`RATE_LIMITED\`, it is executed.
- After \`OUTCOME_UNKNOWN\`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
  is never started again: its outcome stays unknown.

Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
restart forgets them.
"""
type Mutation {
  """
  Adds a SIP line and returns it as the portal stored it. If the portal had no outgoing line yet, the new line becomes
  the default; an existing default stays. See \`isDefaultOutgoing\`.
  
  REST: \`voximplant.sip.add\`, called exactly once. A cloud line registers with its provider during the call, which takes
  about a second. If the provider rejects the registration, the line still exists, with \`regId\` null: check \`regId\`, and
  fix the line instead of adding it again.
  
  Errors to handle: \`BAD_USER_INPUT\` (see \`problems\`), \`TITLE_EXISTS\` (see \`existingConfigId\`), \`MAX_CLOUD_PBX\`,
  \`FORBIDDEN\`, \`RATE_LIMITED\`, \`PORTAL_UNAVAILABLE\`, and \`OUTCOME_UNKNOWN\`: the line may exist. With an idempotency key, send
  the same operation again; without one, check before you add it again.
  """
  addSipLine(
    """The line to add."""
    input: AddSipLineInput!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): SipLine @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 10)

  """
  Adds up to 100 SIP lines and returns one entry per input, in the same order. An entry that fails is null and has an
  error at its own path, such as \`["addSipLines", 3]\`, whose \`argument\` starts with \`["inputs", 3]\`. It does not affect
  the others.
  
  REST: \`voximplant.sip.add\`, batched into \`batch\` calls of at most 10 seconds of expected work each.
  """
  addSipLines(
    """
    The lines to add. If two have the same title, only the first is sent: the second gets \`TITLE_EXISTS\`, or the first one's error.
    """
    inputs: [AddSipLineInput!]!

    """
    One key for the whole list. Sent again, it adds only the lines that were certainly not added: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): [SipLine] @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 10) @listSize(assumedSize: 100)

  """
  Updates a SIP line and returns it as the portal stored it. An omitted field keeps its value; null is \`BAD_USER_INPUT\`.
  Through a webhook, this also changes lines that people added: see \`SipLine\`.
  
  REST: \`voximplant.sip.update\`, then \`voximplant.sip.get\`. An error with \`applied: true\` means that the line was updated
  but could not be read back.
  
  Errors to handle: \`NOT_FOUND\`, \`BAD_USER_INPUT\`, \`TITLE_EXISTS\` and those of every write.
  """
  updateSipLine(
    """The line's CONFIG_ID."""
    configId: ID!

    """What to change."""
    input: UpdateSipLineInput!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): SipLine @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 20)

  """
  Deletes a SIP line and returns its IDs, so that a client can remove it from its cache. \`NOT_FOUND\` if there is no such
  line. Through a webhook, this also deletes lines that people added: see \`SipLine\`.
  
  REST: \`voximplant.sip.delete\`.
  """
  deleteSipLine(
    """The line's CONFIG_ID."""
    configId: ID!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): DeletedSipLine @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 10)

  """
  Sets the line used for outgoing calls unless another is set, and returns the default line as read back. \`NOT_FOUND\` if
  there is no such line. An error with \`applied: false\` means that the portal confirmed the change but did not make it.
  
  REST: \`voximplant.line.outgoing.set\`, then \`voximplant.line.outgoing.get\`.
  """
  setDefaultOutgoingLine(
    """The line's LINE_ID, as in \`OutgoingLine.lineId\`."""
    lineId: ID!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): OutgoingLine @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 20)

  """
  Like \`setDefaultOutgoingLine\`, for a SIP line, identified by \`configId\` as in every other operation on SIP lines.
  
  REST: \`voximplant.line.outgoing.sip.set\`, then \`voximplant.line.outgoing.get\` and \`voximplant.sip.get\`.
  """
  setDefaultOutgoingSipLine(
    """The line's CONFIG_ID, as in \`SipLine.configId\`."""
    configId: ID!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): OutgoingLine @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 30)

  """
  Allows a user to connect a SIP phone, and returns the user as read back. An error with \`applied: false\` means that the
  portal confirmed the change but did not make it.
  
  By a webhook, which cannot read users, it is \`FORBIDDEN\`, and nothing is sent. The same confirmation as for
  \`telephonyUser\` is required before anything is changed.
  
  REST: \`voximplant.user.get\`, \`voximplant.user.activatePhone\`, then \`voximplant.user.get\` again.
  """
  activatePhone(
    """The user's ID on the portal."""
    userId: ID!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): TelephonyUser @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 30)

  """
  Disables a user's SIP phone, and returns the user as read back. Some portals confirm the change but leave the phone on,
  or even turn it on: that is an error with \`applied: false\`. Like \`activatePhone\`, it requires an application and its
  confirmation.
  
  REST: \`voximplant.user.get\`, \`voximplant.user.deactivatePhone\`, then \`voximplant.user.get\` again.
  """
  deactivatePhone(
    """The user's ID on the portal."""
    userId: ID!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): TelephonyUser @requiresScopes(scopes: [["telephony:read", "telephony:write"]]) @cost(weight: 30)

  """
  Calls an employee who is responsible for the line, then the customer, and connects the two. A phone rings, so the
  gateway never retries this: if the response is lost, the error is \`OUTCOME_UNKNOWN\`, and the call may be in progress.
  On a line of an external telephony application, the portal asks that application to make the call.
  
  REST: \`voximplant.callback.start\`; requires the \`telephony\` scope, on some portals the \`call\` scope instead: grant both.
  """
  startCallback(
    """The call to start."""
    input: StartCallbackInput!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): StartedTelephonyCall @requiresScopes(scopes: [["telephony:call"]]) @cost(weight: 10)

  """
  Calls a number and reads a text or plays a sound to whoever answers. Like \`startCallback\`, never retried.
  
  REST: \`voximplant.infocall.startwithtext\` or \`voximplant.infocall.startwithsound\`; requires the \`call\` scope.
  """
  startInfoCall(
    """The call to start."""
    input: StartInfoCallInput!

    """
    A key of your choice that makes it safe to send this field again: see the description of \`Mutation\`.
    """
    idempotencyKey: String
  ): StartedTelephonyCall @requiresScopes(scopes: [["telephony:call"]]) @cost(weight: 10)
}

"""
A SIP line: a connection between the portal and a telephony provider or an office PBX.

Which lines the gateway sees depends on how it is connected to the portal. As an application, it sees the lines that it added
itself. Through a webhook, it sees the lines that no application added: those of every webhook, and those that people added in
the portal's settings. It can change and delete all lines that it sees.

REST: a row of \`voximplant.sip.get\`.
"""
type SipLine
  @key(fields: "id")
  @key(fields: "configId")
  @requiresScopes(scopes: [["telephony:read"]])
{
  """
  Unique across portals and opaque, for client caches and routers. To identify a line in an argument, use \`configId\`.
  """
  id: ID!

  """
  The ID that identifies the line in every operation, unique within its portal. REST: CONFIG_ID.
  """
  configId: ID!

  """Which side registers with the other. REST: TYPE."""
  type: PbxType!

  """
  The display name. Empty if the line has none; the portal then shows a name of its own. REST: TITLE.
  """
  title: String!

  """
  Host of the provider or office PBX, with an optional port. REST: SERVER.
  """
  server: String!

  """The login for \`server\`. REST: LOGIN."""
  login: String!

  """
  The password for \`server\`. A secret: select it only where you display it. Null if there is none. REST: PASSWORD.
  """
  password: String @requiresScopes(scopes: [["telephony:secrets"]]) @tag(name: "secret")

  """
  The ID of the registration with the provider. Null for office lines, and for a cloud line whose registration the
  provider rejected. REST: REG_ID.
  """
  regId: ID

  """
  Host that the office PBX registers with to receive calls from the portal. Null for cloud lines. REST: INCOMING_SERVER.
  """
  incomingServer: String

  """
  The login for \`incomingServer\`. Null for cloud lines. REST: INCOMING_LOGIN.
  """
  incomingLogin: String

  """
  The password for \`incomingServer\`. A secret. Null for cloud lines. REST: INCOMING_PASSWORD.
  """
  incomingPassword: String @requiresScopes(scopes: [["telephony:secrets"]]) @tag(name: "secret")

  """
  The user name for authentication if it differs from \`login\`; otherwise null. REST: AUTH_USER.
  """
  authUser: String

  """
  The proxy for outgoing calls, or null if there is none. REST: OUTBOUND_PROXY.
  """
  outboundProxy: String

  """
  Whether the dialed number is read from the call's SIP headers. REST: DETECT_LINE_NUMBER.
  """
  detectLineNumber: Boolean

  """
  The headers searched for the dialed number, in order. REST: LINE_DETECT_HEADER_ORDER.
  """
  lineDetectHeaderOrder: [LineDetectHeader!] @listSize(assumedSize: 2)

  """
  The last state of the registration that the portal recorded. Comes with the line at no cost. Null if the portal has
  none, as after a change of \`server\`, \`login\` or \`password\`. REST: REGISTRATION_STATUS_CODE, REGISTRATION_ERROR_MESSAGE.
  """
  lastRegistration: LastRegistration

  """
  The current state of the registration with the provider. Null for lines without \`regId\`. Costs a REST call of about 0.7
  seconds per line; the calls of a request are batched.
  
  REST: \`voximplant.sip.status\`.
  """
  registration: SipRegistration @cost(weight: 10)

  """
  The line's ID as an outgoing line, such as \`reg150907\` or \`sip7\`. Null for a cloud line without \`regId\`, which cannot
  make calls. Costs nothing.
  """
  lineId: ID

  """
  Whether this line is used for outgoing calls unless another is set. Null if that is one of the cloud lines without \`regId\`:
  the portal does not say which. Costs one REST call for all lines in the request.
  
  REST: \`voximplant.line.outgoing.get\`.
  """
  isDefaultOutgoing: Boolean

  """
  The portal page with this line's settings. Costs one REST call for all lines in the request.
  
  REST: \`edit_config\` of \`voximplant.url.get\`.
  """
  settingsUrl: URL

  """
  Calls on this line: \`telephonyCalls\` filtered by its \`lineId\`.
  
  REST: \`voximplant.statistic.get\`, filtered by PORTAL_NUMBER.
  """
  calls(
    """The number of calls to return, 1 to 200."""
    first: Int = 50

    """The previous page's \`endCursor\`."""
    after: String

    """Which of the line's calls to return. Default: all."""
    filter: TelephonyCallFilter

    """The order of the calls. Default: newest first."""
    orderBy: TelephonyCallOrder
  ): TelephonyCallConnection @cost(weight: 10) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
}

"""
A SIP line that has been deleted. A normalized cache still holds it as a \`SipLine\`: remove it by \`id\`. In Apollo Client, use
\`cache.evict({ id: cache.identify({ __typename: "SipLine", id }) })\`.

REST: the result of \`voximplant.sip.delete\`.
"""
type DeletedSipLine {
  """The \`SipLine.id\` that the line had."""
  id: ID!

  """The \`SipLine.configId\` that the line had. REST: CONFIG_ID."""
  configId: ID!
}

"""
A line that outgoing calls can use. It may belong to any application on the portal.

REST: an entry of \`voximplant.line.get\`, or a LINE_ID.
"""
type OutgoingLine
  @key(fields: "id")
  @key(fields: "lineId")
  @requiresScopes(scopes: [["telephony:read"]])
{
  """
  Unique across portals and opaque, for client caches and routers. To identify a line in an argument, use \`lineId\`.
  """
  id: ID!

  """
  The ID that identifies the line in operations: \`reg150907\`, \`sip7\`, \`REST_APP:3\`, or a number. REST: LINE_ID.
  """
  lineId: ID!

  """
  The kind of line. It comes with \`outgoingLines\` and is known from the prefix of \`lineId\`; for a number elsewhere, it costs
  one REST call for all lines in the request.
  
  REST: the prefix of LINE_ID, and \`voximplant.line.get\`.
  """
  type: OutgoingLineType

  """
  The display name. Comes with \`outgoingLines\`; elsewhere costs one REST call for all lines in the request. Null if the
  portal does not list the line: it no longer has it, or it is the line of an external telephony application.
  
  REST: \`voximplant.line.get\`.
  """
  name: String

  """
  Whether this line is used for outgoing calls unless another is set. Costs one REST call for all lines in the request.
  
  REST: \`voximplant.line.outgoing.get\`.
  """
  isDefault: Boolean

  """
  The SIP line behind it. Null for lines of other kinds and for SIP lines that the gateway does not see. The SIP lines of a
  request are read together.
  
  REST: \`voximplant.sip.get\`, filtered by REG_ID or CONFIG_ID.
  """
  sipLine: SipLine
}

"""
The kind of an outgoing line. REST: the prefix of LINE_ID, and \`voximplant.line.get\`.
"""
enum OutgoingLineType {
  """
  A number rented from Bitrix24, or the portal's own. REST: no prefix, and listed by \`voximplant.line.get\`.
  """
  RENTED_NUMBER

  """
  A SIP line to a cloud PBX. REST: \`reg\` and a REG_ID, which is 0 if the provider rejected the registration.
  """
  CLOUD

  """A SIP line to an office PBX. REST: \`sip\` and a CONFIG_ID."""
  OFFICE

  """
  The line of an external telephony application, which makes the calls itself. REST: \`REST_APP:\` and the application's number.
  """
  APPLICATION

  """
  Another line: a number that an external telephony application registered, or a line that the portal no longer has.
  """
  UNKNOWN
}

"""
A portal user's telephony settings.

REST: a row of \`voximplant.user.get\`.
"""
type TelephonyUser
  @key(fields: "id")
  @key(fields: "userId")
  @requiresScopes(scopes: [["telephony:read"]])
{
  """
  Unique across portals and opaque, for client caches and routers. To identify a user in an argument, use \`userId\`.
  """
  id: ID!

  """The user's ID on the portal. REST: ID."""
  userId: ID!

  """
  LINE_ID of the line that the user calls from; null for the portal's default line. REST: DEFAULT_LINE.
  """
  defaultLineId: ID

  """
  The line that the user calls from, even if the portal no longer has it; null for the portal's default line. REST:
  DEFAULT_LINE.
  """
  defaultLine: OutgoingLine

  """
  Whether the user is allowed to connect a SIP phone; false for users who never had one. REST: PHONE_ENABLED.
  """
  phoneEnabled: Boolean

  """Host that the user's SIP phone connects to. REST: SIP_SERVER."""
  sipServer: String

  """The login for \`sipServer\`. REST: SIP_LOGIN."""
  sipLogin: String

  """
  The password for \`sipServer\`. A secret: select it only where you display it. REST: SIP_PASSWORD.
  """
  sipPassword: String @requiresScopes(scopes: [["telephony:secrets"]]) @tag(name: "secret")

  """The user's extension, which colleagues dial. REST: INNER_NUMBER."""
  innerNumber: String
}

"""
A call in the history.

REST: a row of \`voximplant.statistic.get\`.
"""
type TelephonyCall
  @requiresScopes(scopes: [["telephony:read"]])
{
  """Unique across portals and opaque, for client caches."""
  id: ID!

  """The call's number in the history, which increases over time. REST: ID."""
  statisticId: ID!

  """
  The call's ID while it was in progress, as in \`StartedTelephonyCall.callId\`. REST: CALL_ID.
  """
  callId: ID

  """The call's ID in another telephony system. REST: EXTERNAL_CALL_ID."""
  externalCallId: ID

  """
  How the call was started; null if the portal reports an unknown type. REST: CALL_TYPE.
  """
  type: TelephonyCallType

  """
  The portal's category for the call, such as \`external\`. REST: CALL_CATEGORY.
  """
  category: String

  """
  How the call ended; null if the portal reports an unknown code: see \`failedCode\`. REST: CALL_FAILED_CODE.
  """
  outcome: TelephonyCallOutcome

  """
  The portal's code for how the call ended, such as \`200\` or \`603-S\`. REST: CALL_FAILED_CODE.
  """
  failedCode: String

  """How the call ended, in the portal's words. REST: CALL_FAILED_REASON."""
  failedReason: String

  """
  The ID, on the portal, of the user who took part. REST: PORTAL_USER_ID.
  """
  userId: ID

  """
  The user who took part. Like \`telephonyUser\`, it requires an application and its confirmation. The users of a request are read together. REST: \`voximplant.user.get\`.
  """
  user: TelephonyUser

  """
  The line's LINE_ID; null if the portal called without a line of its own. REST: PORTAL_NUMBER.
  """
  lineId: ID

  """
  The line, if the portal still lists it, or that of an external telephony application. Costs one REST call for all calls in
  the request. REST: \`voximplant.line.get\`.
  """
  line: OutgoingLine

  """
  The SIP line, if the portal still has it and the gateway sees it. The SIP lines of a request are read together. REST: \`voximplant.sip.get\`.
  """
  sipLine: SipLine

  """The other party's number. REST: PHONE_NUMBER."""
  phoneNumber: String

  """
  When the call started, with the portal's offset. REST: CALL_START_DATE.
  """
  startedAt: DateTime

  """The call's duration in seconds. REST: CALL_DURATION."""
  durationSeconds: Int

  """What the call cost, as a decimal number: \`1.2500\`. REST: COST."""
  cost: String

  """The currency of \`cost\`. REST: COST_CURRENCY."""
  costCurrency: String

  """
  The customer's rating of the call, 1 to 5; null if there is none. REST: CALL_VOTE.
  """
  vote: Int

  """A comment on the call. REST: COMMENT."""
  comment: String

  """URL of the recording. REST: CALL_RECORD_URL."""
  recordUrl: URL

  """
  The recording's length in seconds; null if there is none. REST: RECORD_DURATION.
  """
  recordDurationSeconds: Int

  """The recording's ID on the portal's drive. REST: RECORD_FILE_ID."""
  recordFileId: ID

  """The transcript's ID. REST: TRANSCRIPT_ID."""
  transcriptId: ID

  """
  Whether the transcript is still being created. REST: TRANSCRIPT_PENDING.
  """
  transcriptPending: Boolean

  """URL of the technical log. REST: CALL_LOG."""
  logUrl: URL

  """
  The session's ID at the telephony provider; null if there is none. REST: SESSION_ID.
  """
  sessionId: ID

  """
  The number of the redial attempt, from 1; null if the call was not redialed. REST: REDIAL_ATTEMPT.
  """
  redialAttempt: Int

  """
  The type of the CRM record the call belongs to, such as \`CONTACT\`. REST: CRM_ENTITY_TYPE.
  """
  crmEntityType: String

  """The CRM record's ID. REST: CRM_ENTITY_ID."""
  crmEntityId: ID

  """The CRM activity's ID. REST: CRM_ACTIVITY_ID."""
  crmActivityId: ID

  """The ID of the application that registered the call. REST: REST_APP_ID."""
  restAppId: ID

  """
  The name of the application that registered the call. REST: REST_APP_NAME.
  """
  restAppName: String
}

"""How a call was started. REST: CALL_TYPE."""
enum TelephonyCallType {
  """A portal user placed the call. REST: 1."""
  OUTGOING

  """Someone called the portal. REST: 2."""
  INCOMING

  """Someone called the portal and was forwarded to a phone. REST: 3."""
  INCOMING_REDIRECTED

  """The portal called back. REST: 4."""
  CALLBACK

  """The portal called to read a text or play a sound. REST: 5."""
  INFO_CALL
}

"""How a call ended. REST: CALL_FAILED_CODE."""
enum TelephonyCallOutcome {
  """The call was answered. REST: 200."""
  SUCCESSFUL

  """No one answered. REST: 304."""
  MISSED

  """The call was declined. REST: 603."""
  DECLINED

  """The caller hung up first. REST: 603-S."""
  CANCELLED

  """The call was not allowed. REST: 403."""
  FORBIDDEN

  """There is no such number. REST: 404."""
  WRONG_NUMBER

  """The number was busy. REST: 486."""
  BUSY

  """Calls in this direction are not possible. REST: 484, 503."""
  DIRECTION_UNAVAILABLE

  """The number was temporarily unavailable. REST: 480."""
  TEMPORARILY_UNAVAILABLE

  """The balance was too low. REST: 402."""
  INSUFFICIENT_FUNDS

  """The number is blocked. REST: 423."""
  BLOCKED

  """Something else. REST: OTHER."""
  OTHER
}

"""
A page of calls, following the Relay connection specification. REST: a response of \`voximplant.statistic.get\`.
"""
type TelephonyCallConnection {
  """The calls with their cursors."""
  edges: [TelephonyCallEdge!]!

  """The calls without cursors."""
  nodes: [TelephonyCall!]!

  """
  Whether there are more calls, and where they start. \`hasNextPage\` can be true even if the next page is empty: the gateway
  does not ask the portal what follows a full page of 50.
  """
  pageInfo: PageInfo!

  """
  The number of matching calls across all pages. Costs a REST call that is slow on a long history. REST: \`total\`.
  """
  totalCount: Int @cost(weight: 10)
}

"""A call in a page."""
type TelephonyCallEdge {
  """Pass it as \`after\` to continue after this call."""
  cursor: String!

  """The call."""
  node: TelephonyCall!
}

"""
The order of calls. REST: SORT and ORDER of \`voximplant.statistic.get\`.
"""
input TelephonyCallOrder {
  """The field to order by."""
  field: TelephonyCallOrderField! = STATISTIC_ID

  """
  The direction: \`DESC\`, newest first, for display; \`ASC\` to read all calls, because new ones are added at the end.
  """
  direction: TelephonyOrderDirection! = DESC
}

"""
The fields that calls can be ordered by. REST: SORT of \`voximplant.statistic.get\`.
"""
enum TelephonyCallOrderField {
  """
  By \`statisticId\`: the portal numbers calls in the order in which they ended. REST: ID.
  """
  STATISTIC_ID
}

"""The direction of an order, for every list. REST: ORDER."""
enum TelephonyOrderDirection {
  """Ascending: lowest, oldest, or A to Z."""
  ASC

  """Descending: highest, newest, or Z to A."""
  DESC
}

"""
Selects calls that match every given condition. Null means that the condition is not given.

REST: FILTER of \`voximplant.statistic.get\`.
"""
input TelephonyCallFilter {
  """Calls of one of these types. REST: CALL_TYPE."""
  types: [TelephonyCallType!]

  """Calls that ended in one of these ways. REST: CALL_FAILED_CODE."""
  outcomes: [TelephonyCallOutcome!]

  """Calls on one of these lines. REST: PORTAL_NUMBER."""
  lineIds: [ID!]

  """Calls of one of these portal users. REST: PORTAL_USER_ID."""
  userIds: [ID!]

  """Calls with one of these IDs. REST: CALL_ID."""
  callIds: [ID!]

  """
  Calls whose other party has exactly this number, written as in \`TelephonyCall.phoneNumber\`. REST: \`=PHONE_NUMBER\`.
  """
  phoneNumber: String

  """
  Calls whose other party's number contains these digits. REST: \`%PHONE_NUMBER\`.
  """
  phoneNumberContains: String

  """Calls that started at or after this time. REST: \`>=CALL_START_DATE\`."""
  startedFrom: DateTime

  """Calls that started before this time. REST: \`<CALL_START_DATE\`."""
  startedBefore: DateTime

  """Calls that lasted at least this many seconds. REST: \`>=CALL_DURATION\`."""
  minDurationSeconds: Int

  """
  Calls that belong to CRM records of this type, such as \`CONTACT\`. REST: CRM_ENTITY_TYPE.
  """
  crmEntityType: String

  """
  Calls that belong to CRM records with one of these IDs. Requires \`crmEntityType\`. REST: CRM_ENTITY_ID.
  """
  crmEntityIds: [ID!]

  """
  Calls that belong to one of these CRM activities. REST: CRM_ACTIVITY_ID.
  """
  crmActivityIds: [ID!]
}

"""
A callback to start. REST: the parameters of \`voximplant.callback.start\`.
"""
input StartCallbackInput {
  """The line to call from, as in \`OutgoingLine.lineId\`. REST: FROM_LINE."""
  lineId: ID!

  """
  The customer's number, 3 to 20 digits, with + before a country code. REST: TO_NUMBER.
  """
  phoneNumber: String!

  """
  What the employee hears before the customer is called. REST: TEXT_TO_PRONOUNCE.
  """
  text: String!

  """One of \`telephonyVoices\`. Default: chosen by the portal. REST: VOICE."""
  voice: ID
}

"""
An info call to start, which reads a text or plays a sound: exactly one of \`text\` and \`soundUrl\` is required.

REST: the parameters of \`voximplant.infocall.startwithtext\` and \`voximplant.infocall.startwithsound\`.
"""
input StartInfoCallInput {
  """
  The line to call from, as in \`OutgoingLine.lineId\`; not one of an external telephony application. REST: FROM_LINE.
  """
  lineId: ID!

  """
  The number to call, 3 to 20 digits, with + before a country code. REST: TO_NUMBER.
  """
  phoneNumber: String!

  """The text to read. REST: TEXT_TO_PRONOUNCE."""
  text: String

  """
  One of \`telephonyVoices\`, for \`text\` only. Default: chosen by the portal. REST: VOICE.
  """
  voice: ID

  """URL of the MP3 file to play. REST: URL."""
  soundUrl: URL
}

"""
A call that the portal has started. REST: the result of \`voximplant.callback.start\` and \`voximplant.infocall.*\`.
"""
type StartedTelephonyCall {
  """
  The call's ID. Once the call has ended, it is \`TelephonyCall.callId\` in the history. Null if the portal reports none: it
  asked an external telephony application to make the call. REST: CALL_ID.
  """
  callId: ID
}

"""
A voice that can read text. REST: an entry of \`voximplant.tts.voices.get\`.
"""
type TelephonyVoice {
  """The voice's ID, as accepted by \`voice\` in inputs."""
  id: ID!

  """The voice's name, in the portal's language."""
  name: String!
}

"""
Pages of the portal. A link is null if the portal returns none. REST: \`voximplant.url.get\`.
"""
type TelephonyLinks {
  """Detailed call statistics. REST: detail_statistics."""
  statisticsUrl: URL

  """The page to buy the SIP connector. REST: buy_connector."""
  buyConnectorUrl: URL

  """
  All lines. For the settings of one line, see \`SipLine.settingsUrl\`. REST: lines.
  """
  linesUrl: URL
}

"""
What the gateway itself is allowed to do on the portal. Each field costs a REST call.
"""
type TelephonyAccess {
  """
  The scopes that the portal granted, such as \`telephony\` and \`call\`. REST: \`scope\`.
  """
  scopes: [String!] @cost(weight: 1) @listSize(assumedSize: 20)

  """
  Whether the gateway may manage lines. REST: \`voximplant.line.outgoing.get\`, which requires that right and changes nothing.
  """
  canManageLines: Boolean @cost(weight: 10)
}

"""
The last state of a line's registration that the portal recorded. REST: two fields of \`voximplant.sip.get\`.
"""
type LastRegistration {
  """
  SIP status code, such as 200 (registered) or 403 (rejected). REST: REGISTRATION_STATUS_CODE.
  """
  statusCode: Int

  """
  What went wrong, in the provider's or the portal's words. REST: REGISTRATION_ERROR_MESSAGE.
  """
  errorMessage: String
}

"""
The current state of a cloud line's registration. REST: \`voximplant.sip.status\`.
"""
type SipRegistration {
  """The registration's ID. REST: REG_ID."""
  regId: ID!

  """
  The status; null if the portal reports an unknown one. REST: STATUS_RESULT.
  """
  status: SipRegistrationStatus

  """
  SIP status code, such as 200 (registered) or 403 (rejected). REST: STATUS_CODE.
  """
  statusCode: Int

  """
  What went wrong, in the provider's or the portal's words. REST: ERROR_MESSAGE.
  """
  errorMessage: String

  """
  When the status last changed, as \`YYYY-MM-DD HH:MM:SS\`. Not a \`DateTime\`, because the portal does not report its time zone:
  display it as is, and do not calculate with it. REST: LAST_UPDATED.
  """
  lastUpdated: String
}

"""
The status of a registration. REST: STATUS_RESULT of \`voximplant.sip.status\`.
"""
enum SipRegistrationStatus {
  """Registered: calls can be made and received. REST: \`success\`."""
  SUCCESS

  """
  Rejected or failed: see \`statusCode\` and \`errorMessage\`. REST: \`error\`.
  """
  ERROR

  """Registering: query again in a few seconds. REST: \`in_progress\`."""
  IN_PROGRESS

  """Waiting to be registered. REST: \`wait\`."""
  WAIT
}

"""
The paid service that connects SIP lines. REST: \`voximplant.sip.connector.status\`.
"""
type SipConnector {
  """Remaining free minutes for setup and trial. REST: FREE_MINUTES."""
  freeMinutes: Int

  """Whether the connector is paid for. REST: PAID."""
  paid: Boolean

  """
  When the paid period ends; null unless \`paid\`. Not a \`DateTime\`, because its format is not documented and it may be a date
  without a time: display it as is. REST: PAID_DATE_END.
  """
  paidUntil: String
}

"""
A page of SIP lines, following the Relay connection specification. REST: a response of \`voximplant.sip.get\`.
"""
type SipLineConnection {
  """The lines with their cursors."""
  edges: [SipLineEdge!]!

  """
  The lines without cursors. A line that cannot be read is null, with an error at its path.
  """
  nodes: [SipLine]!

  """Whether there are more lines, and where they start."""
  pageInfo: PageInfo!

  """
  The number of matching lines across all pages, at the moment that this page is read. On later pages in the order of
  CONFIG_ID, it costs a REST call. REST: \`total\`.
  """
  totalCount: Int @cost(weight: 10)
}

"""A line in a page."""
type SipLineEdge {
  """Pass it as \`after\` to continue after this line."""
  cursor: String!

  """The line. Null, with an error at its path, if it cannot be read."""
  node: SipLine
}

"""
A page's position in its list, for every connection. Follows the Relay specification.
"""
type PageInfo
  @shareable
{
  """
  Whether more entries follow this page. To read them, pass \`endCursor\` as \`after\`.
  """
  hasNextPage: Boolean!

  """Whether entries precede this page."""
  hasPreviousPage: Boolean!

  """The cursor of the page's first entry, or null if the page is empty."""
  startCursor: String

  """The cursor of the page's last entry, or null if the page is empty."""
  endCursor: String
}

"""
Selects SIP lines that match every given condition. Null means that the condition is not given. There is no filter by
password.

REST: FILTER of \`voximplant.sip.get\`.
"""
input SipLineFilter {
  """Lines with one of these CONFIG_IDs. REST: CONFIG_ID."""
  configIds: [ID!]

  """Lines with one of these REG_IDs. REST: REG_ID."""
  regIds: [ID!]

  """Lines of this type. REST: TYPE."""
  type: PbxType

  """The line with exactly this title, ignoring case. REST: \`=TITLE\`."""
  title: String

  """Lines whose title contains this. REST: \`%TITLE\`."""
  titleContains: String

  """Lines with exactly this server. REST: \`=SERVER\`."""
  server: String

  """Lines with exactly this login. REST: \`=LOGIN\`."""
  login: String
}

"""
The order of SIP lines. REST: SORT and ORDER of \`voximplant.sip.get\`; the gateway itself orders by title.
"""
input SipLineOrder {
  """The field to order by."""
  field: SipLineOrderField! = CONFIG_ID

  """The direction of the order."""
  direction: TelephonyOrderDirection! = ASC
}

"""
The fields that SIP lines can be ordered by. REST: SORT of \`voximplant.sip.get\`, for CONFIG_ID.
"""
enum SipLineOrderField {
  """The order in which they were added."""
  CONFIG_ID

  """
  By title, as Unicode orders texts of all languages; lines with the same title, or with none, by CONFIG_ID.
  """
  TITLE
}

"""
Changes to a line. An omitted field keeps its value; null is \`BAD_USER_INPUT\`. The type cannot be changed.

REST: the parameters of \`voximplant.sip.update\`.
"""
input UpdateSipLineInput {
  """A name that no other line or rented number has. REST: TITLE."""
  title: String

  """Host with an optional port; 1 to 100 characters. REST: SERVER."""
  server: String

  """The login for \`server\`; 1 to 100 characters. REST: LOGIN."""
  login: String

  """
  The password for \`server\`; at most 100 characters, empty if the server requires none. REST: PASSWORD.
  """
  password: String
}

"""The two ways to connect a PBX. REST: TYPE of \`voximplant.sip.add\`."""
enum PbxType {
  """
  A cloud PBX: the portal registers with the provider. A portal can have a limited number of these lines.
  """
  CLOUD

  """An office PBX: it registers with the portal."""
  OFFICE
}

"""
A SIP header that can contain the dialed number. REST: the parts of LINE_DETECT_HEADER_ORDER.
"""
enum LineDetectHeader {
  """The \`Diversion\` header."""
  DIVERSION

  """The \`To\` header."""
  TO
}

"""
A line to add. All fields are validated before anything is sent: a \`BAD_USER_INPUT\` error first reports every field that is
missing or of the wrong type, and once there is none, every value that is not allowed.

REST: the parameters of \`voximplant.sip.add\`.
"""
input AddSipLineInput {
  """Cloud PBX or office PBX. REST: TYPE."""
  type: PbxType! = CLOUD

  """
  A name that no other line or rented number on the portal has, ignoring case and surrounding whitespace. REST: TITLE.
  """
  title: String!

  """
  Host of the provider or office PBX, with an optional port; 1 to 100 characters. REST: SERVER.
  """
  server: String!

  """The login for \`server\`; 1 to 100 characters. REST: LOGIN."""
  login: String!

  """
  The password for \`server\`; at most 100 characters, empty if the server requires none. REST: PASSWORD.
  """
  password: String!
}

"""
All values of \`extensions.code\` in errors of executed fields. Requests that are never executed keep the server's own codes
(\`GRAPHQL_PARSE_FAILED\`, \`GRAPHQL_VALIDATION_FAILED\`, \`BAD_REQUEST\`, …).

Each error also has \`retryable\` (true: you can send the same operation again, unchanged, without creating duplicates),
\`requestId\` and, if the portal responded, \`bitrix24\` with \`method\`, \`error\`, \`description\` and \`status\`.
"""
enum TelephonyErrorCode {
  """
  The portal has reached its limit of cloud PBX lines, including those of other applications. Delete one, or use an office PBX.
  """
  MAX_CLOUD_PBX

  """
  A line or rented number on the portal already has this title. \`existingConfigId\` identifies it if it is a line that the gateway sees.
  """
  TITLE_EXISTS

  """
  The input is not valid. \`problems\` lists every problem as \`{argument, message}\`: \`argument\` is a path that starts with the name of the field's argument, such as \`["input", "title"]\`. The \`argument\` next to \`problems\` is that of the first problem.
  """
  BAD_USER_INPUT

  """
  The object that the operation refers to does not exist, or is a line that the gateway does not see.
  """
  NOT_FOUND

  """
  Not allowed. The portal refuses it: the owner of the webhook or application lacks a right or scope, only applications may do it and the gateway uses a webhook, or the portal's plan does not include it. Or the gateway does: the caller's key or token lacks a scope (\`requiredScopes\`) or is not for this portal.
  """
  FORBIDDEN

  """The caller's own key or token is missing or was rejected."""
  UNAUTHENTICATED

  """
  The caller's token cannot be verified at the moment, because its issuer's keys cannot be fetched. Nothing was executed: send the operation again after \`retryAfterMs\` milliseconds, and do not log your user out.
  """
  AUTHENTICATION_UNAVAILABLE

  """
  The portal rejected the gateway's own webhook or application. Only the operator can fix it: do not log your user out.
  """
  PORTAL_CREDENTIAL_REJECTED

  """The portal's plan or payment does not cover it."""
  PAYMENT_REQUIRED

  """
  A portal administrator must confirm this method first, and again for each new access token of an application. Ask them to, then send the operation again.
  """
  CONFIRMATION_REQUIRED

  """A portal administrator denied the application this method."""
  CONFIRMATION_DENIED

  """
  The operation costs more than the gateway allows: see \`cost\` and \`limit\`. Nothing was executed. If the error has \`bound\` instead of \`cost\`, the operation exceeded that bound while running and was stopped.
  """
  OPERATION_TOO_COSTLY

  """
  A limit of the portal or of this gateway was reached, or an earlier write to the same title or line may still be running there. Nothing was executed. Send the operation again after \`retryAfterMs\` milliseconds.
  """
  RATE_LIMITED

  """
  The portal could not be reached or did not return a usable response. A write with this error was not executed.
  """
  PORTAL_UNAVAILABLE

  """
  The portal may or may not have executed the write, because its response was lost. After \`checkAfterMs\` milliseconds its request is no longer taken to be running there: check then whether it was executed, and only then decide whether to send it again. If \`retryable\` is true, as for an add with an idempotency key, send the same operation again instead: the gateway finds out.
  """
  OUTCOME_UNKNOWN

  """
  The portal returned an error that the gateway has no code for: see \`bitrix24.error\`.
  """
  UPSTREAM_ERROR

  """
  The idempotency key was already used with other arguments. Nothing was executed: use a new key for a new operation.
  """
  IDEMPOTENCY_CONFLICT

  """
  The gateway is shutting down and accepts no new operations. Nothing was executed: send the operation again.
  """
  SHUTTING_DOWN

  """
  The gateway itself failed. The operator can find the cause in the log under \`requestId\`.
  """
  INTERNAL_SERVER_ERROR
}

enum link__Purpose {
  """
  \`SECURITY\` features provide metadata necessary to securely resolve fields.
  """
  SECURITY

  """
  \`EXECUTION\` features provide metadata necessary for operation execution.
  """
  EXECUTION
}

scalar link__Import

scalar federation__FieldSet

scalar federation__Scope

scalar federation__Policy

scalar federation__ContextFieldValue

scalar _Any

type _Service {
  sdl: String
}

union _Entity = OutgoingLine | SipLine | TelephonyUser`;
