import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SipLine as SipLineSource } from '../../telephony/sip-lines/sip-line.ts';
import type { SipLineConnectionSource } from '../connections/sip-lines.ts';
import type { OutgoingLine as OutgoingLineSource } from '../../telephony/outgoing-lines/outgoing-line.ts';
import type { TelephonyUser as TelephonyUserSource } from '../../telephony/users/telephony-user.ts';
import type { TelephonyCall as TelephonyCallSource } from '../../telephony/calls/telephony-call.ts';
import type { TelephonyCallConnectionSource } from '../connections/calls.ts';
import type { TelephonyLinks as TelephonyLinksSource } from '../../telephony/portal/links.ts';
import type { GatewayContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /**
   * A moment with its offset to UTC, in ISO 8601: `2026-03-01T00:00:00Z`, `2026-03-10T11:19:38+03:00`. Returned with the offset
   * that the portal wrote, not converted. A moment without an offset or one that does not exist, such as February 30, is refused.
   */
  DateTime: { input: string; output: string };
  /** An absolute address that begins with `http://` or `https://`. Returned as the portal wrote it, not normalized. */
  URL: { input: string; output: string };
  _FieldSet: { input: string; output: string };
};

/**
 * A line to add. Every field is checked before anything is sent, and all problems are reported in one `BAD_USER_INPUT`
 * error.
 *
 * REST: the parameters of `voximplant.sip.add`.
 */
export type AddSipLineInput = {
  /** The login at `server`; 1 to 100 characters. REST: LOGIN. */
  readonly login: Scalars['String']['input'];
  /** The password at `server`; at most 100 characters, empty if the server asks for none. REST: PASSWORD. */
  readonly password: Scalars['String']['input'];
  /** Host, optionally with port, of the provider or office PBX; 1 to 100 characters. REST: SERVER. */
  readonly server: Scalars['String']['input'];
  /** A name that no other line and no rented number of the portal has; case and outer blanks do not count. REST: TITLE. */
  readonly title: Scalars['String']['input'];
  /** Cloud PBX or office PBX. REST: TYPE. */
  readonly type: PbxType;
};

/**
 * A SIP line that no longer exists. A normalized cache still holds it as a `SipLine`: remove it by `id`, in Apollo Client with
 * `cache.evict({ id: cache.identify({ __typename: "SipLine", id }) })`.
 *
 * REST: the answer of `voximplant.sip.delete`.
 */
export type DeletedSipLine = {
  readonly __typename?: 'DeletedSipLine';
  /** The `SipLine.configId` that the line had. REST: CONFIG_ID. */
  readonly configId: Scalars['ID']['output'];
  /** The `SipLine.id` that the line had. */
  readonly id: Scalars['ID']['output'];
};

/** What the portal last knew of a line's registration. REST: two fields of `voximplant.sip.get`. */
export type LastRegistration = {
  readonly __typename?: 'LastRegistration';
  /** What went wrong, in the provider's or the portal's words. REST: REGISTRATION_ERROR_MESSAGE. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /** SIP status code, such as 200 (registered) or 403 (refused). REST: REGISTRATION_STATUS_CODE. */
  readonly statusCode: Maybe<Scalars['Int']['output']>;
};

/** A SIP header that can hold the dialled number. REST: the parts of LINE_DETECT_HEADER_ORDER. */
export type LineDetectHeader =
  /** The `Diversion` header. */
  | 'DIVERSION'
  /** The `To` header. */
  | 'TO';

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Lets a user connect a SIP phone, and answers with the user as read back. An error with `applied: false` means that the
   * portal confirmed and did nothing.
   *
   * REST: `voximplant.user.activatePhone`, then `voximplant.user.get`.
   */
  readonly activatePhone: Maybe<TelephonyUser>;
  /**
   * Adds a SIP line and answers with it as the portal stored it. Where the portal had no outgoing line yet, the new line
   * becomes the default one; where it had one, that one stays: `isDefaultOutgoing` tells.
   *
   * REST: `voximplant.sip.add`, called exactly once. A cloud line registers at its provider on the way, which takes about a
   * second; if the provider refuses, the line exists all the same, with `regId` null. Check `regId`, then fix the line
   * rather than adding it again.
   *
   * Errors to handle: `BAD_USER_INPUT` (see `problems`), `TITLE_EXISTS` (see `existingConfigId`), `MAX_CLOUD_PBX`,
   * `FORBIDDEN`, `RATE_LIMITED`, `PORTAL_UNAVAILABLE`, and `OUTCOME_UNKNOWN`: the line may exist, so look before you add it
   * again.
   */
  readonly addSipLine: Maybe<SipLine>;
  /**
   * Adds up to 100 SIP lines and answers with one entry for each input, in their order. An entry that failed is null and
   * has an error at its own path, such as `["addSipLines", 3]`, with `argument` beginning `["inputs", 3]`; the others are
   * not touched by it.
   *
   * REST: `voximplant.sip.add`, gathered into `batch` calls of at most 10 seconds of expected work each.
   */
  readonly addSipLines: Maybe<ReadonlyArray<Maybe<SipLine>>>;
  /**
   * Takes a user's SIP phone away, and answers with the user as read back. Portals are known that confirm and leave the
   * phone on, or even switch it on: that is an error with `applied: false`.
   *
   * REST: `voximplant.user.deactivatePhone`, then `voximplant.user.get`.
   */
  readonly deactivatePhone: Maybe<TelephonyUser>;
  /**
   * Deletes a SIP line and returns its ids, so that a client can remove it from its cache. A line that does not exist is
   * `NOT_FOUND`.
   *
   * REST: `voximplant.sip.delete`.
   */
  readonly deleteSipLine: Maybe<DeletedSipLine>;
  /**
   * Makes a line the one by which calls go out where nothing else is set, and answers with the default line as read back.
   * An unknown line is `NOT_FOUND`. An error with `applied: false` means that the portal confirmed and did nothing.
   *
   * REST: `voximplant.line.outgoing.set`, then `voximplant.line.outgoing.get`.
   */
  readonly setDefaultOutgoingLine: Maybe<OutgoingLine>;
  /**
   * The same for a SIP line, by the id that every other operation on SIP lines takes.
   *
   * REST: `voximplant.line.outgoing.sip.set`, then `voximplant.line.outgoing.get` and `voximplant.sip.get`.
   */
  readonly setDefaultOutgoingSipLine: Maybe<OutgoingLine>;
  /**
   * Calls an employee who is responsible for the line, then the customer, and connects the two. A phone rings, so this is
   * never repeated: if the answer is lost it is `OUTCOME_UNKNOWN`, and the call may be under way.
   *
   * REST: `voximplant.callback.start`.
   */
  readonly startCallback: Maybe<StartedTelephonyCall>;
  /**
   * Calls a number and says a text or plays a sound to whoever answers. Never repeated, like `startCallback`.
   *
   * REST: `voximplant.infocall.startwithtext` or `voximplant.infocall.startwithsound`; needs the scope `call`.
   */
  readonly startInfoCall: Maybe<StartedTelephonyCall>;
  /**
   * Changes a SIP line and answers with it as the portal stored it. A field that is absent keeps its value; null is
   * `BAD_USER_INPUT`.
   *
   * REST: `voximplant.sip.update`, then `voximplant.sip.get`. An error with `applied: true` means that the line was changed
   * but could not be read back.
   *
   * Errors to handle: `NOT_FOUND`, `BAD_USER_INPUT`, `TITLE_EXISTS` and those of every write.
   */
  readonly updateSipLine: Maybe<SipLine>;
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationActivatePhoneArgs = {
  userId: Scalars['ID']['input'];
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationAddSipLineArgs = {
  input: AddSipLineInput;
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationAddSipLinesArgs = {
  inputs: ReadonlyArray<AddSipLineInput>;
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationDeactivatePhoneArgs = {
  userId: Scalars['ID']['input'];
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationDeleteSipLineArgs = {
  configId: Scalars['ID']['input'];
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationSetDefaultOutgoingLineArgs = {
  lineId: Scalars['ID']['input'];
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationSetDefaultOutgoingSipLineArgs = {
  configId: Scalars['ID']['input'];
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationStartCallbackArgs = {
  input: StartCallbackInput;
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationStartInfoCallArgs = {
  input: StartInfoCallInput;
};

/**
 * Changes of one portal's telephony. Each returns what it changed; errors are in `extensions` with a `TelephonyErrorCode`. The
 * fields of one operation run one after another, and one that fails does not stop those after it.
 */
export type MutationUpdateSipLineArgs = {
  configId: Scalars['ID']['input'];
  input: UpdateSipLineInput;
};

/**
 * A line by which calls can go out. It may belong to any application of the portal.
 *
 * REST: an entry of `voximplant.line.get`.
 */
export type OutgoingLine = {
  readonly __typename?: 'OutgoingLine';
  /** Unique across portals and opaque: meant for client caches and routers. To name a line in an argument use `lineId`. */
  readonly id: Scalars['ID']['output'];
  /**
   * Whether calls go out by this line where nothing else is set. Costs one call for all lines of a request.
   *
   * REST: `voximplant.line.outgoing.get`.
   */
  readonly isDefault: Maybe<Scalars['Boolean']['output']>;
  /** The id by which operations name the line: `reg150907`, `sip7`, or the rented number itself. REST: LINE_ID. */
  readonly lineId: Scalars['ID']['output'];
  /**
   * The name people see. Comes with `outgoingLines`; elsewhere one call for all lines of a request. Null if the portal no
   * longer has the line.
   *
   * REST: `voximplant.line.get`.
   */
  readonly name: Maybe<Scalars['String']['output']>;
  /**
   * The SIP line behind it. Null for rented numbers and for lines that other applications or people added. Those of a
   * request are read together.
   *
   * REST: `voximplant.sip.get`, filtered by REG_ID or CONFIG_ID.
   */
  readonly sipLine: Maybe<SipLine>;
  /** What kind of line it is, by the prefix of `lineId`. */
  readonly type: OutgoingLineType;
};

/** What an outgoing line is. REST: the prefix of LINE_ID. */
export type OutgoingLineType =
  /** A SIP line to a PBX in the cloud. REST: `reg` and a REG_ID. */
  | 'CLOUD'
  /** A SIP line to a PBX in the office. REST: `sip` and a CONFIG_ID. */
  | 'OFFICE'
  /** A number rented from the vendor, or the portal's own. REST: no prefix. */
  | 'RENTED_NUMBER';

/** Where a page lies in its list, of every connection. After the Relay specification. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last entry of the page; null if it is empty. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
  /** Whether entries follow this page. Pass `endCursor` as `after` to read them. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether entries precede this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first entry of the page; null if it is empty. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
};

/** The two ways a PBX is connected. REST: TYPE of `voximplant.sip.add`. */
export type PbxType =
  /** A PBX in the cloud: the portal registers at the provider. The number of such lines in a portal is limited. */
  | 'CLOUD'
  /** A PBX in the office: it registers at the portal. */
  | 'OFFICE';

/**
 * Reads of one portal's telephony. Every field is nullable, so a field that fails is null with an error at its path while
 * the others keep their data. Fields of one operation run in parallel and share their calls.
 */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * The line by which calls go out where nothing else is set; null if there is none.
   *
   * REST: `voximplant.line.outgoing.get`.
   */
  readonly defaultOutgoingLine: Maybe<OutgoingLine>;
  /**
   * The lines by which the portal can call: rented numbers and SIP lines, those of other applications included.
   *
   * REST: `voximplant.line.get`.
   */
  readonly outgoingLines: Maybe<ReadonlyArray<OutgoingLine>>;
  /**
   * The SIP connector of the portal, the service that SIP lines need.
   *
   * REST: `voximplant.sip.connector.status`.
   */
  readonly sipConnector: Maybe<SipConnector>;
  /**
   * The SIP line with this CONFIG_ID, or null if this application has none such.
   *
   * REST: `voximplant.sip.get`, filtered by CONFIG_ID. Lines that other applications or people added are not visible to it.
   */
  readonly sipLine: Maybe<SipLine>;
  /**
   * The SIP lines of this application, one page at a time.
   *
   * REST: `voximplant.sip.get` with FILTER, SORT, ORDER and `start`; one call for each 50 rows that a page touches.
   */
  readonly sipLines: Maybe<SipLineConnection>;
  /** What the gateway itself may do on the portal. */
  readonly telephonyAccess: Maybe<TelephonyAccess>;
  /**
   * The history of calls, one page at a time.
   *
   * REST: `voximplant.statistic.get`, by ID and without counting: one call for each 50 calls of a page, wherever in the
   * history. To walk through all of it order by `ASC`, which new calls do not disturb, and take pages of 50, 100, 150 or
   * 200.
   */
  readonly telephonyCalls: Maybe<TelephonyCallConnection>;
  /**
   * Pages of the portal that a screen can link to.
   *
   * REST: `voximplant.url.get`.
   */
  readonly telephonyLinks: Maybe<TelephonyLinks>;
  /**
   * The telephony settings of a user, or null if the portal knows no such user.
   *
   * REST: `voximplant.user.get`. An application's first call waits for an administrator: `CONFIRMATION_REQUIRED`.
   */
  readonly telephonyUser: Maybe<TelephonyUser>;
  /**
   * The telephony settings of up to 200 users, one entry for each id in their order; null where the portal knows no such
   * user.
   *
   * REST: `voximplant.user.get`, one call for each 50 of them.
   */
  readonly telephonyUsers: Maybe<ReadonlyArray<Maybe<TelephonyUser>>>;
  /**
   * The voices that can say a text in a call.
   *
   * REST: `voximplant.tts.voices.get`.
   */
  readonly telephonyVoices: Maybe<ReadonlyArray<TelephonyVoice>>;
};

/**
 * Reads of one portal's telephony. Every field is nullable, so a field that fails is null with an error at its path while
 * the others keep their data. Fields of one operation run in parallel and share their calls.
 */
export type QuerySipLineArgs = {
  configId: Scalars['ID']['input'];
};

/**
 * Reads of one portal's telephony. Every field is nullable, so a field that fails is null with an error at its path while
 * the others keep their data. Fields of one operation run in parallel and share their calls.
 */
export type QuerySipLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SipLineFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<SipLineOrder>;
};

/**
 * Reads of one portal's telephony. Every field is nullable, so a field that fails is null with an error at its path while
 * the others keep their data. Fields of one operation run in parallel and share their calls.
 */
export type QueryTelephonyCallsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TelephonyCallFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<TelephonyCallOrder>;
};

/**
 * Reads of one portal's telephony. Every field is nullable, so a field that fails is null with an error at its path while
 * the others keep their data. Fields of one operation run in parallel and share their calls.
 */
export type QueryTelephonyUserArgs = {
  userId: Scalars['ID']['input'];
};

/**
 * Reads of one portal's telephony. Every field is nullable, so a field that fails is null with an error at its path while
 * the others keep their data. Fields of one operation run in parallel and share their calls.
 */
export type QueryTelephonyUsersArgs = {
  userIds: ReadonlyArray<Scalars['ID']['input']>;
};

/** The paid service that connects SIP lines. REST: `voximplant.sip.connector.status`. */
export type SipConnector = {
  readonly __typename?: 'SipConnector';
  /** Minutes left for setting up and trying out without payment. REST: FREE_MINUTES. */
  readonly freeMinutes: Maybe<Scalars['Int']['output']>;
  /** Whether it is paid. REST: PAID. */
  readonly paid: Maybe<Scalars['Boolean']['output']>;
  /**
   * When the paid period ends; null unless `paid`. Text and no `DateTime`, because the portal does not document its format, and
   * a date may come without a time: show it as it is. REST: PAID_DATE_END.
   */
  readonly paidUntil: Maybe<Scalars['String']['output']>;
};

/**
 * A SIP line of this application: the connection between the portal and a telephony provider or an office PBX.
 *
 * REST: a row of `voximplant.sip.get`.
 */
export type SipLine = {
  readonly __typename?: 'SipLine';
  /** User name for authentication where it differs from `login`; null if it does not. REST: AUTH_USER. */
  readonly authUser: Maybe<Scalars['String']['output']>;
  /**
   * Calls by this line: `telephonyCalls` with its `lineId`.
   *
   * REST: `voximplant.statistic.get`, filtered by PORTAL_NUMBER.
   */
  readonly calls: Maybe<TelephonyCallConnection>;
  /** The id by which every operation names the line, unique in its portal. REST: CONFIG_ID. */
  readonly configId: Scalars['ID']['output'];
  /** Whether the dialled number is read from the call's SIP headers. REST: DETECT_LINE_NUMBER. */
  readonly detectLineNumber: Maybe<Scalars['Boolean']['output']>;
  /** Unique across portals and opaque: meant for client caches and routers. To name a line in an argument use `configId`. */
  readonly id: Scalars['ID']['output'];
  /** The login at `incomingServer`. Null for cloud lines. REST: INCOMING_LOGIN. */
  readonly incomingLogin: Maybe<Scalars['String']['output']>;
  /** The password at `incomingServer`: a secret. Null for cloud lines. REST: INCOMING_PASSWORD. */
  readonly incomingPassword: Maybe<Scalars['String']['output']>;
  /** Host at which the office PBX registers to receive calls from the portal. Null for cloud lines. REST: INCOMING_SERVER. */
  readonly incomingServer: Maybe<Scalars['String']['output']>;
  /**
   * Whether calls go out by this line where nothing else is set. Costs one call for all lines of a request.
   *
   * REST: `voximplant.line.outgoing.get`.
   */
  readonly isDefaultOutgoing: Maybe<Scalars['Boolean']['output']>;
  /**
   * What the portal last knew of the registration at the provider; comes with the line and costs nothing. Null if it knows
   * nothing, as after every change of the line. REST: REGISTRATION_STATUS_CODE, REGISTRATION_ERROR_MESSAGE.
   */
  readonly lastRegistration: Maybe<LastRegistration>;
  /** The headers in which the dialled number is looked for, first one first. REST: LINE_DETECT_HEADER_ORDER. */
  readonly lineDetectHeaderOrder: Maybe<ReadonlyArray<LineDetectHeader>>;
  /**
   * The id of the line as an outgoing line, such as `reg150907` or `sip7`. Null for a cloud line without `regId`, which
   * cannot call. Costs nothing.
   */
  readonly lineId: Maybe<Scalars['ID']['output']>;
  /** The login at `server`. REST: LOGIN. */
  readonly login: Scalars['String']['output'];
  /** Proxy for outgoing calls; null if there is none. REST: OUTBOUND_PROXY. */
  readonly outboundProxy: Maybe<Scalars['String']['output']>;
  /** The password at `server`: a secret, so select it only where it is shown. Null if there is none. REST: PASSWORD. */
  readonly password: Maybe<Scalars['String']['output']>;
  /**
   * The registration at the provider. Null for office lines, and for a cloud line whose registration the provider did not
   * accept. REST: REG_ID.
   */
  readonly regId: Maybe<Scalars['ID']['output']>;
  /**
   * The registration at the provider as it is now. Null for lines without `regId`. Costs a call of about 0.7 seconds a line;
   * those of a request are gathered.
   *
   * REST: `voximplant.sip.status`.
   */
  readonly registration: Maybe<SipRegistration>;
  /** Host, optionally with port, of the provider or the office PBX. REST: SERVER. */
  readonly server: Scalars['String']['output'];
  /**
   * The page of the portal with the settings of this line. Costs one call for all lines of a request.
   *
   * REST: `edit_config` of `voximplant.url.get`.
   */
  readonly settingsUrl: Maybe<Scalars['URL']['output']>;
  /** The name people see. Empty if the line has none: the portal then shows a name of its own. REST: TITLE. */
  readonly title: Scalars['String']['output'];
  /** Which side registers at which. REST: TYPE. */
  readonly type: PbxType;
};

/**
 * A SIP line of this application: the connection between the portal and a telephony provider or an office PBX.
 *
 * REST: a row of `voximplant.sip.get`.
 */
export type SipLineCallsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TelephonyCallFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<TelephonyCallOrder>;
};

/** A page of SIP lines, after the Relay specification of connections. REST: an answer of `voximplant.sip.get`. */
export type SipLineConnection = {
  readonly __typename?: 'SipLineConnection';
  /** The lines with their cursors. */
  readonly edges: ReadonlyArray<SipLineEdge>;
  /** The lines without them, for who does not need them. One that cannot be read is null, with an error at its path. */
  readonly nodes: ReadonlyArray<Maybe<SipLine>>;
  /** Whether there is more, and where it begins. */
  readonly pageInfo: PageInfo;
  /** All lines that match, over all pages. REST: `total`. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A line in a page. */
export type SipLineEdge = {
  readonly __typename?: 'SipLineEdge';
  /** Pass it as `after` to continue behind this line. */
  readonly cursor: Scalars['String']['output'];
  /** The line; null, with an error at its path, if it cannot be read. */
  readonly node: Maybe<SipLine>;
};

/**
 * Which SIP lines; every condition given must hold, and null counts as not given. Passwords cannot be asked for.
 *
 * REST: FILTER of `voximplant.sip.get`.
 */
export type SipLineFilter = {
  /** Lines with one of these CONFIG_IDs. REST: CONFIG_ID. */
  readonly configIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Lines with exactly this login. REST: `=LOGIN`. */
  readonly login?: InputMaybe<Scalars['String']['input']>;
  /** Lines with one of these registrations. REST: REG_ID. */
  readonly regIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Lines at exactly this server. REST: `=SERVER`. */
  readonly server?: InputMaybe<Scalars['String']['input']>;
  /** The line with exactly this title; case does not count. REST: `=TITLE`. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Lines whose title contains this. REST: `%TITLE`. */
  readonly titleContains?: InputMaybe<Scalars['String']['input']>;
  /** Lines of this type. REST: TYPE. */
  readonly type?: InputMaybe<PbxType>;
};

/** The order of SIP lines. REST: SORT and ORDER of `voximplant.sip.get`. */
export type SipLineOrder = {
  /** In which direction. */
  readonly direction: TelephonyOrderDirection;
  /** What to order by. */
  readonly field: SipLineOrderField;
};

/** What SIP lines can be ordered by. REST: SORT of `voximplant.sip.get`. */
export type SipLineOrderField =
  /** The order in which they were added. */
  | 'CONFIG_ID'
  /** By title. Lines without one are in no fixed order among themselves. */
  | 'TITLE';

/** The registration of a cloud line as it is now. REST: `voximplant.sip.status`. */
export type SipRegistration = {
  readonly __typename?: 'SipRegistration';
  /** What went wrong, in the provider's or the portal's words. REST: ERROR_MESSAGE. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /**
   * When this last changed, as `YYYY-MM-DD HH:MM:SS`. Text and no `DateTime`, because the portal does not say in which time zone
   * it is: show it as it is and do not compute with it. REST: LAST_UPDATED.
   */
  readonly lastUpdated: Maybe<Scalars['String']['output']>;
  /** The registration asked for. REST: REG_ID. */
  readonly regId: Scalars['ID']['output'];
  /** How far it has come; null if the portal says something unknown. REST: STATUS_RESULT. */
  readonly status: Maybe<SipRegistrationStatus>;
  /** SIP status code, such as 200 (registered) or 403 (refused). REST: STATUS_CODE. */
  readonly statusCode: Maybe<Scalars['Int']['output']>;
};

/** How far a registration has come. REST: STATUS_RESULT of `voximplant.sip.status`. */
export type SipRegistrationStatus =
  /** Refused or broken: see `statusCode` and `errorMessage`. REST: `error`. */
  | 'ERROR'
  /** Being registered right now: ask again in a few seconds. REST: `in_progress`. */
  | 'IN_PROGRESS'
  /** Registered: calls can be made and received. REST: `success`. */
  | 'SUCCESS'
  /** Waiting to be registered. REST: `wait`. */
  | 'WAIT';

/** A callback to start. REST: the parameters of `voximplant.callback.start`. */
export type StartCallbackInput = {
  /** The line to call by, as in `OutgoingLine.lineId`. REST: FROM_LINE. */
  readonly lineId: Scalars['ID']['input'];
  /** The customer's number, 3 to 20 digits, with + in front of a country code. REST: TO_NUMBER. */
  readonly phoneNumber: Scalars['String']['input'];
  /** What the employee hears before the customer is called. REST: TEXT_TO_PRONOUNCE. */
  readonly text: Scalars['String']['input'];
  /** One of `telephonyVoices`; the portal chooses if absent. REST: VOICE. */
  readonly voice?: InputMaybe<Scalars['ID']['input']>;
};

/**
 * A call to start that says a text or plays a sound: exactly one of `text` and `soundUrl`.
 *
 * REST: the parameters of `voximplant.infocall.startwithtext` and `voximplant.infocall.startwithsound`.
 */
export type StartInfoCallInput = {
  /** The line to call by, as in `OutgoingLine.lineId`. REST: FROM_LINE. */
  readonly lineId: Scalars['ID']['input'];
  /** The number to call, 3 to 20 digits, with + in front of a country code. REST: TO_NUMBER. */
  readonly phoneNumber: Scalars['String']['input'];
  /** Address of the MP3 file to play. REST: URL. */
  readonly soundUrl?: InputMaybe<Scalars['URL']['input']>;
  /** What to say. REST: TEXT_TO_PRONOUNCE. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** One of `telephonyVoices`, for `text` only; the portal chooses if absent. REST: VOICE. */
  readonly voice?: InputMaybe<Scalars['ID']['input']>;
};

/** A call that the portal has begun. REST: the answer of `voximplant.callback.start` and `voximplant.infocall.*`. */
export type StartedTelephonyCall = {
  readonly __typename?: 'StartedTelephonyCall';
  /** Its id; when it is over, the history has it as `TelephonyCall.callId`. REST: CALL_ID. */
  readonly callId: Scalars['ID']['output'];
};

/** What the gateway itself may do on the portal. Each field costs a call. */
export type TelephonyAccess = {
  readonly __typename?: 'TelephonyAccess';
  /** Whether lines may be managed at all. REST: `voximplant.line.outgoing.get`, which needs the right and changes nothing. */
  readonly canManageLines: Maybe<Scalars['Boolean']['output']>;
  /** The scopes that the portal granted, such as `telephony` and `call`. REST: `scope`. */
  readonly scopes: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/**
 * A call of the history.
 *
 * REST: a row of `voximplant.statistic.get`.
 */
export type TelephonyCall = {
  readonly __typename?: 'TelephonyCall';
  /** The id of the call while it lasted, as in `StartedTelephonyCall.callId`. REST: CALL_ID. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What it was for, as the portal writes it, such as `external`. REST: CALL_CATEGORY. */
  readonly category: Maybe<Scalars['String']['output']>;
  /** A comment on it. REST: COMMENT. */
  readonly comment: Maybe<Scalars['String']['output']>;
  /** What it cost, as a decimal number: `1.2500`. REST: COST. */
  readonly cost: Maybe<Scalars['String']['output']>;
  /** The currency of `cost`. REST: COST_CURRENCY. */
  readonly costCurrency: Maybe<Scalars['String']['output']>;
  /** Id of the CRM activity. REST: CRM_ACTIVITY_ID. */
  readonly crmActivityId: Maybe<Scalars['ID']['output']>;
  /** Id of the CRM record. REST: CRM_ENTITY_ID. */
  readonly crmEntityId: Maybe<Scalars['ID']['output']>;
  /** The kind of CRM record it belongs to, such as `CONTACT`. REST: CRM_ENTITY_TYPE. */
  readonly crmEntityType: Maybe<Scalars['String']['output']>;
  /** How long it lasted, in seconds. REST: CALL_DURATION. */
  readonly durationSeconds: Maybe<Scalars['Int']['output']>;
  /** The id that another telephony system has for it. REST: EXTERNAL_CALL_ID. */
  readonly externalCallId: Maybe<Scalars['ID']['output']>;
  /** The portal's code for how it ended, such as `200` or `603-S`. REST: CALL_FAILED_CODE. */
  readonly failedCode: Maybe<Scalars['String']['output']>;
  /** How it ended, in the portal's words. REST: CALL_FAILED_REASON. */
  readonly failedReason: Maybe<Scalars['String']['output']>;
  /** Unique across portals and opaque: meant for client caches. */
  readonly id: Scalars['ID']['output'];
  /** The line, if the portal still has it. Costs one call for all calls of a request. REST: `voximplant.line.get`. */
  readonly line: Maybe<OutgoingLine>;
  /** LINE_ID of the line. REST: PORTAL_NUMBER. */
  readonly lineId: Maybe<Scalars['ID']['output']>;
  /** Address of the technical log. REST: CALL_LOG. */
  readonly logUrl: Maybe<Scalars['URL']['output']>;
  /** How it ended; null if the portal says something unknown, see `failedCode`. REST: CALL_FAILED_CODE. */
  readonly outcome: Maybe<TelephonyCallOutcome>;
  /** The number on the other side. REST: PHONE_NUMBER. */
  readonly phoneNumber: Maybe<Scalars['String']['output']>;
  /** Length of the recording, in seconds. REST: RECORD_DURATION. */
  readonly recordDurationSeconds: Maybe<Scalars['Int']['output']>;
  /** Id of the recording on the portal's drive. REST: RECORD_FILE_ID. */
  readonly recordFileId: Maybe<Scalars['ID']['output']>;
  /** Address of the recording. REST: CALL_RECORD_URL. */
  readonly recordUrl: Maybe<Scalars['URL']['output']>;
  /** Which repetition of a call it was. REST: REDIAL_ATTEMPT. */
  readonly redialAttempt: Maybe<Scalars['Int']['output']>;
  /** Id of the application that reported it. REST: REST_APP_ID. */
  readonly restAppId: Maybe<Scalars['ID']['output']>;
  /** Name of the application that reported it. REST: REST_APP_NAME. */
  readonly restAppName: Maybe<Scalars['String']['output']>;
  /** Id of the session at the telephony provider. REST: SESSION_ID. */
  readonly sessionId: Maybe<Scalars['ID']['output']>;
  /** The SIP line, if this application still has it. Those of a request are read together. REST: `voximplant.sip.get`. */
  readonly sipLine: Maybe<SipLine>;
  /** When it began, with the portal's offset. REST: CALL_START_DATE. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** The number of the call in the history: it rises with time. REST: ID. */
  readonly statisticId: Scalars['ID']['output'];
  /** Id of the transcript. REST: TRANSCRIPT_ID. */
  readonly transcriptId: Maybe<Scalars['ID']['output']>;
  /** Whether the transcript is being made. REST: TRANSCRIPT_PENDING. */
  readonly transcriptPending: Maybe<Scalars['Boolean']['output']>;
  /** How it came about; null if the portal says something unknown. REST: CALL_TYPE. */
  readonly type: Maybe<TelephonyCallType>;
  /** The user who took part. Those of a request are read together. REST: `voximplant.user.get`. */
  readonly user: Maybe<TelephonyUser>;
  /** Id of the user on the portal who took part. REST: PORTAL_USER_ID. */
  readonly userId: Maybe<Scalars['ID']['output']>;
  /** What the customer thought of it, 1 to 5. REST: CALL_VOTE. */
  readonly vote: Maybe<Scalars['Int']['output']>;
};

/** A page of calls, after the Relay specification of connections. REST: an answer of `voximplant.statistic.get`. */
export type TelephonyCallConnection = {
  readonly __typename?: 'TelephonyCallConnection';
  /** The calls with their cursors. */
  readonly edges: ReadonlyArray<TelephonyCallEdge>;
  /** The calls without them, for who does not need them. */
  readonly nodes: ReadonlyArray<TelephonyCall>;
  /**
   * Whether there is more, and where it begins. `hasNextPage` may be true although the next page turns out to be empty: the
   * portal is not asked what is behind a full page of 50.
   */
  readonly pageInfo: PageInfo;
  /** All calls that match, over all pages. Costs a call that is slow on a long history. REST: `total`. */
  readonly totalCount: Maybe<Scalars['Int']['output']>;
};

/** A call in a page. */
export type TelephonyCallEdge = {
  readonly __typename?: 'TelephonyCallEdge';
  /** Pass it as `after` to continue behind this call. */
  readonly cursor: Scalars['String']['output'];
  /** The call. */
  readonly node: TelephonyCall;
};

/**
 * Which calls; every condition given must hold, and null counts as not given.
 *
 * REST: FILTER of `voximplant.statistic.get`.
 */
export type TelephonyCallFilter = {
  /** The calls with these ids. REST: CALL_ID. */
  readonly callIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that belong to one of these CRM activities. REST: CRM_ACTIVITY_ID. */
  readonly crmActivityIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that belong to CRM records with one of these ids; give `crmEntityType` too. REST: CRM_ENTITY_ID. */
  readonly crmEntityIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that belong to CRM records of this kind, such as `CONTACT`. REST: CRM_ENTITY_TYPE. */
  readonly crmEntityType?: InputMaybe<Scalars['String']['input']>;
  /** Calls by one of these lines. REST: PORTAL_NUMBER. */
  readonly lineIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that lasted so many seconds or longer. REST: `>=CALL_DURATION`. */
  readonly minDurationSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Calls that ended in one of these ways. REST: CALL_FAILED_CODE. */
  readonly outcomes?: InputMaybe<ReadonlyArray<TelephonyCallOutcome>>;
  /** Calls with exactly this number on the other side, as `TelephonyCall.phoneNumber` has it. REST: `=PHONE_NUMBER`. */
  readonly phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** Calls with a number on the other side that contains these digits. REST: `%PHONE_NUMBER`. */
  readonly phoneNumberContains?: InputMaybe<Scalars['String']['input']>;
  /** Calls that began before this moment. REST: `<CALL_START_DATE`. */
  readonly startedBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Calls that began at this moment or later. REST: `>=CALL_START_DATE`. */
  readonly startedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Calls of one of these types. REST: CALL_TYPE. */
  readonly types?: InputMaybe<ReadonlyArray<TelephonyCallType>>;
  /** Calls of one of these users of the portal. REST: PORTAL_USER_ID. */
  readonly userIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** The order of calls. REST: SORT and ORDER of `voximplant.statistic.get`. */
export type TelephonyCallOrder = {
  /** In which direction: `DESC`, newest first, for a screen; `ASC` to walk through all calls, as new ones follow at the end. */
  readonly direction: TelephonyOrderDirection;
  /** What to order by. */
  readonly field: TelephonyCallOrderField;
};

/** What calls can be ordered by. REST: SORT of `voximplant.statistic.get`. */
export type TelephonyCallOrderField =
  /** By `statisticId`: the portal numbers calls in the order in which they ended. REST: ID. */
  'STATISTIC_ID';

/** How a call ended. REST: CALL_FAILED_CODE. */
export type TelephonyCallOutcome =
  /** The number is blocked. REST: 423. */
  | 'BLOCKED'
  /** The number was busy. REST: 486. */
  | 'BUSY'
  /** The caller gave up. REST: 603-S. */
  | 'CANCELLED'
  /** It was declined. REST: 603. */
  | 'DECLINED'
  /** Calls in this direction are not possible. REST: 484, 503. */
  | 'DIRECTION_UNAVAILABLE'
  /** It was not allowed. REST: 403. */
  | 'FORBIDDEN'
  /** The balance did not suffice. REST: 402. */
  | 'INSUFFICIENT_FUNDS'
  /** Nobody answered. REST: 304. */
  | 'MISSED'
  /** Something else. REST: OTHER. */
  | 'OTHER'
  /** It was answered. REST: 200. */
  | 'SUCCESSFUL'
  /** The number could not be reached for the time being. REST: 480. */
  | 'TEMPORARILY_UNAVAILABLE'
  /** There is no such number. REST: 404. */
  | 'WRONG_NUMBER';

/** How a call came about. REST: CALL_TYPE. */
export type TelephonyCallType =
  /** The portal called back. REST: 4. */
  | 'CALLBACK'
  /** Somebody called the portal. REST: 2. */
  | 'INCOMING'
  /** Somebody called the portal and was passed on to a phone. REST: 3. */
  | 'INCOMING_REDIRECTED'
  /** The portal called to say something. REST: 5. */
  | 'INFO_CALL'
  /** Somebody on the portal called. REST: 1. */
  | 'OUTGOING';

/**
 * Every value of `extensions.code` that an error of an executed field can have. Requests that never execute keep the
 * server's own codes (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `BAD_REQUEST`, …).
 *
 * Each error also carries `retryable` (true: the same operation, unchanged, may be sent again and cannot double anything),
 * `requestId`, and, if the portal spoke, `bitrix24` with `method`, `error`, `description` and `status`.
 */
export type TelephonyErrorCode =
  /** The caller's token cannot be checked at the moment, because its issuer's keys cannot be fetched; nothing was executed. Send the operation again after `retryAfterMs`; do not log your user out. */
  | 'AUTHENTICATION_UNAVAILABLE'
  /** The input is not valid. `problems` lists what is wrong as `{argument, message}`: `argument` is a path that begins with the name of the field's argument, such as `["input", "title"]`. Beside `problems`, `argument` repeats the first. */
  | 'BAD_USER_INPUT'
  /** An administrator of the portal denied this method to the application. */
  | 'CONFIRMATION_DENIED'
  /** An administrator of the portal must confirm this method first. Ask them to, then send the operation again. */
  | 'CONFIRMATION_REQUIRED'
  /** The portal does not allow it: the webhook's owner or application lacks a right or scope, or the portal's plan does not include it. */
  | 'FORBIDDEN'
  /** The idempotency key was already used for a different operation. */
  | 'IDEMPOTENCY_CONFLICT'
  /** A fault of the gateway itself. The operator finds its cause in the log under `requestId`. */
  | 'INTERNAL_SERVER_ERROR'
  /** The portal has as many cloud PBX lines as it may have, those of other applications included. Delete one, or use an office PBX. */
  | 'MAX_CLOUD_PBX'
  /** What the operation names does not exist, or does not belong to this application. */
  | 'NOT_FOUND'
  /** The operation costs more than the gateway allows; `cost` and `limit` report both figures, and nothing was executed. With `bound` instead of `cost`, it was stopped while it ran, because it passed that bound. */
  | 'OPERATION_TOO_COSTLY'
  /** The portal may or may not have executed the write: its answer was lost. Wait `checkAfterMs`, look whether it did, and only then decide. */
  | 'OUTCOME_UNKNOWN'
  /** The portal's plan or payment does not cover it. */
  | 'PAYMENT_REQUIRED'
  /** The portal refused the gateway's own webhook or application. Only the operator can mend it; do not log your user out. */
  | 'PORTAL_CREDENTIAL_REJECTED'
  /** The portal could not be reached or gave no usable answer. Of a write: it was certainly not executed. */
  | 'PORTAL_UNAVAILABLE'
  /** A limit of the portal is reached; nothing was executed. Send the operation again after `retryAfterMs`. */
  | 'RATE_LIMITED'
  /** The gateway is stopping and takes no new operations. Nothing was executed; send the operation again. */
  | 'SHUTTING_DOWN'
  /** A line or a rented number of the portal already has this title. `existingConfigId` names it if it is a line of this application. */
  | 'TITLE_EXISTS'
  /** The caller's own key or token is missing or refused. */
  | 'UNAUTHENTICATED'
  /** The portal refused with a code that has no translation; `bitrix24.error` has it. */
  | 'UPSTREAM_ERROR';

/** Pages of the portal; null where it names none. REST: `voximplant.url.get`. */
export type TelephonyLinks = {
  readonly __typename?: 'TelephonyLinks';
  /** Where the SIP connector is paid. REST: buy_connector. */
  readonly buyConnectorUrl: Maybe<Scalars['URL']['output']>;
  /** All lines. The settings of one: `SipLine.settingsUrl`. REST: lines. */
  readonly linesUrl: Maybe<Scalars['URL']['output']>;
  /** Detailed statistics of calls. REST: detail_statistics. */
  readonly statisticsUrl: Maybe<Scalars['URL']['output']>;
};

/** The direction of an order, of every list. REST: ORDER. */
export type TelephonyOrderDirection =
  /** Ascending: lowest, oldest or first in the alphabet first. */
  | 'ASC'
  /** Descending: highest, newest or last in the alphabet first. */
  | 'DESC';

/**
 * The telephony settings of a user of the portal.
 *
 * REST: a row of `voximplant.user.get`.
 */
export type TelephonyUser = {
  readonly __typename?: 'TelephonyUser';
  /** The line by which the user calls; null if by the portal's default one. REST: DEFAULT_LINE. */
  readonly defaultLine: Maybe<OutgoingLine>;
  /** LINE_ID of the line by which the user calls; null if by the portal's default one. REST: DEFAULT_LINE. */
  readonly defaultLineId: Maybe<Scalars['ID']['output']>;
  /** Unique across portals and opaque: meant for client caches and routers. To name a user in an argument use `userId`. */
  readonly id: Scalars['ID']['output'];
  /** The number that colleagues dial. REST: INNER_NUMBER. */
  readonly innerNumber: Maybe<Scalars['String']['output']>;
  /** Whether the user may connect a SIP phone. REST: PHONE_ENABLED. */
  readonly phoneEnabled: Maybe<Scalars['Boolean']['output']>;
  /** The login at `sipServer`. REST: SIP_LOGIN. */
  readonly sipLogin: Maybe<Scalars['String']['output']>;
  /** The password at `sipServer`: a secret, so select it only where it is shown. REST: SIP_PASSWORD. */
  readonly sipPassword: Maybe<Scalars['String']['output']>;
  /** Host that a SIP phone of the user connects to. REST: SIP_SERVER. */
  readonly sipServer: Maybe<Scalars['String']['output']>;
  /** The id of the user on the portal. REST: ID. */
  readonly userId: Scalars['ID']['output'];
};

/** A voice that can say a text. REST: an entry of `voximplant.tts.voices.get`. */
export type TelephonyVoice = {
  readonly __typename?: 'TelephonyVoice';
  /** Its id, as the inputs take it. */
  readonly id: Scalars['ID']['output'];
  /** Its name, in the portal's language. */
  readonly name: Scalars['String']['output'];
};

/**
 * Changes of a line. A field that is absent keeps its value; null is `BAD_USER_INPUT`. The type cannot be changed.
 *
 * REST: the parameters of `voximplant.sip.update`.
 */
export type UpdateSipLineInput = {
  /** The login at `server`; 1 to 100 characters. REST: LOGIN. */
  readonly login?: InputMaybe<Scalars['String']['input']>;
  /** The password at `server`; at most 100 characters, empty if the server asks for none. REST: PASSWORD. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
  /** Host, optionally with port; 1 to 100 characters. REST: SERVER. */
  readonly server?: InputMaybe<Scalars['String']['input']>;
  /** A name that no other line and no rented number has. REST: TITLE. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
  reference: TReference,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<
  TTypes,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
> = (parent: TParent, context: TContext, info: GraphQLResolveInfo) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  OutgoingLine: OutgoingLine;
  SipLine: SipLine;
  TelephonyUser: TelephonyUser;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  OutgoingLine: { __typename: 'OutgoingLine' } & (
    | GraphQLRecursivePick<FederationTypes['OutgoingLine'], { id: true }>
    | GraphQLRecursivePick<FederationTypes['OutgoingLine'], { lineId: true }>
  );
  SipLine: { __typename: 'SipLine' } & (
    | GraphQLRecursivePick<FederationTypes['SipLine'], { id: true }>
    | GraphQLRecursivePick<FederationTypes['SipLine'], { configId: true }>
  );
  TelephonyUser: { __typename: 'TelephonyUser' } & (
    | GraphQLRecursivePick<FederationTypes['TelephonyUser'], { id: true }>
    | GraphQLRecursivePick<FederationTypes['TelephonyUser'], { userId: true }>
  );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddSipLineInput: AddSipLineInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeletedSipLine: ResolverTypeWrapper<Pick<SipLineSource, 'configId'>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  LastRegistration: ResolverTypeWrapper<LastRegistration>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  LineDetectHeader: LineDetectHeader;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OutgoingLine: ResolverTypeWrapper<OutgoingLineSource>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  OutgoingLineType: OutgoingLineType;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PbxType: PbxType;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SipConnector: ResolverTypeWrapper<SipConnector>;
  SipLine: ResolverTypeWrapper<SipLineSource>;
  SipLineConnection: ResolverTypeWrapper<SipLineConnectionSource>;
  SipLineEdge: ResolverTypeWrapper<Omit<SipLineEdge, 'node'> & { node?: Maybe<ResolversTypes['SipLine']> }>;
  SipLineFilter: SipLineFilter;
  SipLineOrder: SipLineOrder;
  SipLineOrderField: SipLineOrderField;
  SipRegistration: ResolverTypeWrapper<SipRegistration>;
  SipRegistrationStatus: SipRegistrationStatus;
  StartCallbackInput: StartCallbackInput;
  StartInfoCallInput: StartInfoCallInput;
  StartedTelephonyCall: ResolverTypeWrapper<StartedTelephonyCall>;
  TelephonyAccess: ResolverTypeWrapper<Record<string, never>>;
  TelephonyCall: ResolverTypeWrapper<TelephonyCallSource>;
  TelephonyCallConnection: ResolverTypeWrapper<TelephonyCallConnectionSource>;
  TelephonyCallEdge: ResolverTypeWrapper<
    Omit<TelephonyCallEdge, 'node'> & { node: ResolversTypes['TelephonyCall'] }
  >;
  TelephonyCallFilter: TelephonyCallFilter;
  TelephonyCallOrder: TelephonyCallOrder;
  TelephonyCallOrderField: TelephonyCallOrderField;
  TelephonyCallOutcome: TelephonyCallOutcome;
  TelephonyCallType: TelephonyCallType;
  TelephonyErrorCode: TelephonyErrorCode;
  TelephonyLinks: ResolverTypeWrapper<TelephonyLinksSource>;
  TelephonyOrderDirection: TelephonyOrderDirection;
  TelephonyUser: ResolverTypeWrapper<TelephonyUserSource>;
  TelephonyVoice: ResolverTypeWrapper<TelephonyVoice>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  UpdateSipLineInput: UpdateSipLineInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddSipLineInput: AddSipLineInput;
  String: Scalars['String']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeletedSipLine: Pick<SipLineSource, 'configId'>;
  ID: Scalars['ID']['output'];
  LastRegistration: LastRegistration;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  OutgoingLine: OutgoingLineSource;
  Boolean: Scalars['Boolean']['output'];
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  SipConnector: SipConnector;
  SipLine: SipLineSource;
  SipLineConnection: SipLineConnectionSource;
  SipLineEdge: Omit<SipLineEdge, 'node'> & { node?: Maybe<ResolversParentTypes['SipLine']> };
  SipLineFilter: SipLineFilter;
  SipLineOrder: SipLineOrder;
  SipRegistration: SipRegistration;
  StartCallbackInput: StartCallbackInput;
  StartInfoCallInput: StartInfoCallInput;
  StartedTelephonyCall: StartedTelephonyCall;
  TelephonyAccess: Record<string, never>;
  TelephonyCall: TelephonyCallSource;
  TelephonyCallConnection: TelephonyCallConnectionSource;
  TelephonyCallEdge: Omit<TelephonyCallEdge, 'node'> & { node: ResolversParentTypes['TelephonyCall'] };
  TelephonyCallFilter: TelephonyCallFilter;
  TelephonyCallOrder: TelephonyCallOrder;
  TelephonyLinks: TelephonyLinksSource;
  TelephonyUser: TelephonyUserSource;
  TelephonyVoice: TelephonyVoice;
  URL: Scalars['URL']['output'];
  UpdateSipLineInput: UpdateSipLineInput;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeletedSipLineResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['DeletedSipLine'] = ResolversParentTypes['DeletedSipLine'],
> = {
  configId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type LastRegistrationResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['LastRegistration'] = ResolversParentTypes['LastRegistration'],
> = {
  errorMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  statusCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MutationResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  activatePhone?: Resolver<
    Maybe<ResolversTypes['TelephonyUser']>,
    ParentType,
    ContextType,
    RequireFields<MutationActivatePhoneArgs, 'userId'>
  >;
  addSipLine?: Resolver<
    Maybe<ResolversTypes['SipLine']>,
    ParentType,
    ContextType,
    RequireFields<MutationAddSipLineArgs, 'input'>
  >;
  addSipLines?: Resolver<
    Maybe<ReadonlyArray<Maybe<ResolversTypes['SipLine']>>>,
    ParentType,
    ContextType,
    RequireFields<MutationAddSipLinesArgs, 'inputs'>
  >;
  deactivatePhone?: Resolver<
    Maybe<ResolversTypes['TelephonyUser']>,
    ParentType,
    ContextType,
    RequireFields<MutationDeactivatePhoneArgs, 'userId'>
  >;
  deleteSipLine?: Resolver<
    Maybe<ResolversTypes['DeletedSipLine']>,
    ParentType,
    ContextType,
    RequireFields<MutationDeleteSipLineArgs, 'configId'>
  >;
  setDefaultOutgoingLine?: Resolver<
    Maybe<ResolversTypes['OutgoingLine']>,
    ParentType,
    ContextType,
    RequireFields<MutationSetDefaultOutgoingLineArgs, 'lineId'>
  >;
  setDefaultOutgoingSipLine?: Resolver<
    Maybe<ResolversTypes['OutgoingLine']>,
    ParentType,
    ContextType,
    RequireFields<MutationSetDefaultOutgoingSipLineArgs, 'configId'>
  >;
  startCallback?: Resolver<
    Maybe<ResolversTypes['StartedTelephonyCall']>,
    ParentType,
    ContextType,
    RequireFields<MutationStartCallbackArgs, 'input'>
  >;
  startInfoCall?: Resolver<
    Maybe<ResolversTypes['StartedTelephonyCall']>,
    ParentType,
    ContextType,
    RequireFields<MutationStartInfoCallArgs, 'input'>
  >;
  updateSipLine?: Resolver<
    Maybe<ResolversTypes['SipLine']>,
    ParentType,
    ContextType,
    RequireFields<MutationUpdateSipLineArgs, 'configId' | 'input'>
  >;
};

export type OutgoingLineResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['OutgoingLine'] = ResolversParentTypes['OutgoingLine'],
  FederationReferenceType extends FederationReferenceTypes['OutgoingLine'] =
    FederationReferenceTypes['OutgoingLine'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['OutgoingLine']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isDefault?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  lineId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sipLine?: Resolver<Maybe<ResolversTypes['SipLine']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['OutgoingLineType'], ParentType, ContextType>;
};

export type PageInfoResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  defaultOutgoingLine?: Resolver<Maybe<ResolversTypes['OutgoingLine']>, ParentType, ContextType>;
  outgoingLines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['OutgoingLine']>>, ParentType, ContextType>;
  sipConnector?: Resolver<Maybe<ResolversTypes['SipConnector']>, ParentType, ContextType>;
  sipLine?: Resolver<
    Maybe<ResolversTypes['SipLine']>,
    ParentType,
    ContextType,
    RequireFields<QuerySipLineArgs, 'configId'>
  >;
  sipLines?: Resolver<
    Maybe<ResolversTypes['SipLineConnection']>,
    ParentType,
    ContextType,
    RequireFields<QuerySipLinesArgs, 'first'>
  >;
  telephonyAccess?: Resolver<Maybe<ResolversTypes['TelephonyAccess']>, ParentType, ContextType>;
  telephonyCalls?: Resolver<
    Maybe<ResolversTypes['TelephonyCallConnection']>,
    ParentType,
    ContextType,
    RequireFields<QueryTelephonyCallsArgs, 'first'>
  >;
  telephonyLinks?: Resolver<Maybe<ResolversTypes['TelephonyLinks']>, ParentType, ContextType>;
  telephonyUser?: Resolver<
    Maybe<ResolversTypes['TelephonyUser']>,
    ParentType,
    ContextType,
    RequireFields<QueryTelephonyUserArgs, 'userId'>
  >;
  telephonyUsers?: Resolver<
    Maybe<ReadonlyArray<Maybe<ResolversTypes['TelephonyUser']>>>,
    ParentType,
    ContextType,
    RequireFields<QueryTelephonyUsersArgs, 'userIds'>
  >;
  telephonyVoices?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TelephonyVoice']>>, ParentType, ContextType>;
};

export type SipConnectorResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['SipConnector'] = ResolversParentTypes['SipConnector'],
> = {
  freeMinutes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  paid?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  paidUntil?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SipLineResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['SipLine'] = ResolversParentTypes['SipLine'],
  FederationReferenceType extends FederationReferenceTypes['SipLine'] = FederationReferenceTypes['SipLine'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['SipLine']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  authUser?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  calls?: Resolver<
    Maybe<ResolversTypes['TelephonyCallConnection']>,
    ParentType,
    ContextType,
    RequireFields<SipLineCallsArgs, 'first'>
  >;
  configId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  detectLineNumber?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  incomingLogin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  incomingPassword?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  incomingServer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isDefaultOutgoing?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  lastRegistration?: Resolver<Maybe<ResolversTypes['LastRegistration']>, ParentType, ContextType>;
  lineDetectHeaderOrder?: Resolver<
    Maybe<ReadonlyArray<ResolversTypes['LineDetectHeader']>>,
    ParentType,
    ContextType
  >;
  lineId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outboundProxy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  password?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  registration?: Resolver<Maybe<ResolversTypes['SipRegistration']>, ParentType, ContextType>;
  server?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settingsUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['PbxType'], ParentType, ContextType>;
};

export type SipLineConnectionResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['SipLineConnection'] = ResolversParentTypes['SipLineConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SipLineEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['SipLine']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SipLineEdgeResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['SipLineEdge'] = ResolversParentTypes['SipLineEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['SipLine']>, ParentType, ContextType>;
};

export type SipRegistrationResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['SipRegistration'] = ResolversParentTypes['SipRegistration'],
> = {
  errorMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUpdated?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['SipRegistrationStatus']>, ParentType, ContextType>;
  statusCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StartedTelephonyCallResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['StartedTelephonyCall'] =
    ResolversParentTypes['StartedTelephonyCall'],
> = {
  callId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type TelephonyAccessResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyAccess'] = ResolversParentTypes['TelephonyAccess'],
> = {
  canManageLines?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  scopes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type TelephonyCallResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyCall'] = ResolversParentTypes['TelephonyCall'],
> = {
  callId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cost?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  costCurrency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  crmActivityId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  crmEntityId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  crmEntityType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  durationSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  externalCallId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  failedCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failedReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['OutgoingLine']>, ParentType, ContextType>;
  lineId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  logUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['TelephonyCallOutcome']>, ParentType, ContextType>;
  phoneNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordDurationSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  recordFileId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  recordUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  redialAttempt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  restAppId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  restAppName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sessionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  sipLine?: Resolver<Maybe<ResolversTypes['SipLine']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  statisticId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  transcriptId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  transcriptPending?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['TelephonyCallType']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['TelephonyUser']>, ParentType, ContextType>;
  userId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  vote?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TelephonyCallConnectionResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyCallConnection'] =
    ResolversParentTypes['TelephonyCallConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TelephonyCallEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TelephonyCall']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TelephonyCallEdgeResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyCallEdge'] = ResolversParentTypes['TelephonyCallEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TelephonyCall'], ParentType, ContextType>;
};

export type TelephonyLinksResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyLinks'] = ResolversParentTypes['TelephonyLinks'],
> = {
  buyConnectorUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  linesUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  statisticsUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type TelephonyUserResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyUser'] = ResolversParentTypes['TelephonyUser'],
  FederationReferenceType extends FederationReferenceTypes['TelephonyUser'] =
    FederationReferenceTypes['TelephonyUser'],
> = {
  __resolveReference?: ReferenceResolver<
    Maybe<ResolversTypes['TelephonyUser']> | FederationReferenceType,
    FederationReferenceType,
    ContextType
  >;
  defaultLine?: Resolver<Maybe<ResolversTypes['OutgoingLine']>, ParentType, ContextType>;
  defaultLineId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  innerNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phoneEnabled?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  sipLogin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sipPassword?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sipServer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type TelephonyVoiceResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['TelephonyVoice'] = ResolversParentTypes['TelephonyVoice'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type Resolvers<ContextType = GatewayContext> = {
  DateTime?: GraphQLScalarType;
  DeletedSipLine?: DeletedSipLineResolvers<ContextType>;
  LastRegistration?: LastRegistrationResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OutgoingLine?: OutgoingLineResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SipConnector?: SipConnectorResolvers<ContextType>;
  SipLine?: SipLineResolvers<ContextType>;
  SipLineConnection?: SipLineConnectionResolvers<ContextType>;
  SipLineEdge?: SipLineEdgeResolvers<ContextType>;
  SipRegistration?: SipRegistrationResolvers<ContextType>;
  StartedTelephonyCall?: StartedTelephonyCallResolvers<ContextType>;
  TelephonyAccess?: TelephonyAccessResolvers<ContextType>;
  TelephonyCall?: TelephonyCallResolvers<ContextType>;
  TelephonyCallConnection?: TelephonyCallConnectionResolvers<ContextType>;
  TelephonyCallEdge?: TelephonyCallEdgeResolvers<ContextType>;
  TelephonyLinks?: TelephonyLinksResolvers<ContextType>;
  TelephonyUser?: TelephonyUserResolvers<ContextType>;
  TelephonyVoice?: TelephonyVoiceResolvers<ContextType>;
  URL?: GraphQLScalarType;
};
