import type { GraphQLResolveInfo } from 'graphql';
import type { SipLine as SipLineSource } from '../../telephony/sip-lines/sip-line.ts';
import type { SipLineConnectionSource } from '../connection.ts';
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

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Adds a SIP line and answers with it as the portal stored it.
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
   * Deletes a SIP line and answers with its CONFIG_ID. A line that is not there is `NOT_FOUND`.
   *
   * REST: `voximplant.sip.delete`.
   */
  readonly deleteSipLine: Maybe<Scalars['ID']['output']>;
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

export type MutationAddSipLineArgs = {
  input: AddSipLineInput;
};

export type MutationAddSipLinesArgs = {
  inputs: ReadonlyArray<AddSipLineInput>;
};

export type MutationDeleteSipLineArgs = {
  configId: Scalars['ID']['input'];
};

export type MutationUpdateSipLineArgs = {
  configId: Scalars['ID']['input'];
  input: UpdateSipLineInput;
};

/** Where a page of a connection lies. After the Relay specification. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last line of the page; null if it is empty. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
  /** Whether lines follow. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether lines precede. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first line of the page; null if it is empty. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
};

/** The two ways a PBX is connected. REST: TYPE of `voximplant.sip.add`. */
export type PbxType =
  /** A PBX in the cloud: the portal registers at the provider. The number of such lines in a portal is limited. */
  | 'CLOUD'
  /** A PBX in the office: it registers at the portal. */
  | 'OFFICE';

export type Query = {
  readonly __typename?: 'Query';
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
};

export type QuerySipLineArgs = {
  configId: Scalars['ID']['input'];
};

export type QuerySipLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SipLineFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<SipLineOrder>;
};

/** The paid service that connects SIP lines. REST: `voximplant.sip.connector.status`. */
export type SipConnector = {
  readonly __typename?: 'SipConnector';
  /** Minutes left for setting up and trying out without payment. REST: FREE_MINUTES. */
  readonly freeMinutes: Maybe<Scalars['Int']['output']>;
  /** Whether it is paid. REST: PAID. */
  readonly paid: Maybe<Scalars['Boolean']['output']>;
  /** When the paid period ends, as the portal writes it; null unless `paid`. REST: PAID_DATE_END. */
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
   * What the portal last knew of the registration at the provider; comes with the line and costs nothing. Null if it knows
   * nothing, as after every change of the line. REST: REGISTRATION_STATUS_CODE, REGISTRATION_ERROR_MESSAGE.
   */
  readonly lastRegistration: Maybe<LastRegistration>;
  /** The headers in which the dialled number is looked for, first one first. REST: LINE_DETECT_HEADER_ORDER. */
  readonly lineDetectHeaderOrder: Maybe<ReadonlyArray<LineDetectHeader>>;
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
  /** The name people see. Empty if the line has none: the portal then shows a name of its own. REST: TITLE. */
  readonly title: Scalars['String']['output'];
  /** Which side registers at which. REST: TYPE. */
  readonly type: PbxType;
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
  readonly direction: SipLineOrderDirection;
  /** By what. */
  readonly field: SipLineOrderField;
};

/** The direction of an order. REST: ORDER of `voximplant.sip.get`. */
export type SipLineOrderDirection =
  /** Upwards. */
  | 'ASC'
  /** Downwards. */
  | 'DESC';

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
  /** When this last changed, as `YYYY-MM-DD HH:MM:SS`; the portal does not say in which time zone. REST: LAST_UPDATED. */
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

/**
 * Every value of `extensions.code` that an error of an executed field can have. Requests that never execute keep the
 * server's own codes (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `BAD_REQUEST`, …).
 *
 * Each error also carries `retryable` (true: the same operation, unchanged, may be sent again and cannot double anything),
 * `requestId`, and, if the portal spoke, `bitrix24` with `method`, `error`, `description` and `status`.
 */
export type TelephonyErrorCode =
  /** The input is not valid. `problems` lists everything that is wrong as `{argument, message}`; `argument` repeats the first. */
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
  SipLine: SipLine;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  SipLine: { __typename: 'SipLine' } & (
    | GraphQLRecursivePick<FederationTypes['SipLine'], { id: true }>
    | GraphQLRecursivePick<FederationTypes['SipLine'], { configId: true }>
  );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddSipLineInput: AddSipLineInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  LastRegistration: ResolverTypeWrapper<LastRegistration>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  LineDetectHeader: LineDetectHeader;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PbxType: PbxType;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SipConnector: ResolverTypeWrapper<SipConnector>;
  SipLine: ResolverTypeWrapper<SipLineSource>;
  SipLineConnection: ResolverTypeWrapper<SipLineConnectionSource>;
  SipLineEdge: ResolverTypeWrapper<Omit<SipLineEdge, 'node'> & { node?: Maybe<ResolversTypes['SipLine']> }>;
  SipLineFilter: SipLineFilter;
  SipLineOrder: SipLineOrder;
  SipLineOrderDirection: SipLineOrderDirection;
  SipLineOrderField: SipLineOrderField;
  SipRegistration: ResolverTypeWrapper<SipRegistration>;
  SipRegistrationStatus: SipRegistrationStatus;
  TelephonyErrorCode: TelephonyErrorCode;
  UpdateSipLineInput: UpdateSipLineInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddSipLineInput: AddSipLineInput;
  String: Scalars['String']['output'];
  LastRegistration: LastRegistration;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  SipConnector: SipConnector;
  SipLine: SipLineSource;
  SipLineConnection: SipLineConnectionSource;
  SipLineEdge: Omit<SipLineEdge, 'node'> & { node?: Maybe<ResolversParentTypes['SipLine']> };
  SipLineFilter: SipLineFilter;
  SipLineOrder: SipLineOrder;
  SipRegistration: SipRegistration;
  UpdateSipLineInput: UpdateSipLineInput;
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
  deleteSipLine?: Resolver<
    Maybe<ResolversTypes['ID']>,
    ParentType,
    ContextType,
    RequireFields<MutationDeleteSipLineArgs, 'configId'>
  >;
  updateSipLine?: Resolver<
    Maybe<ResolversTypes['SipLine']>,
    ParentType,
    ContextType,
    RequireFields<MutationUpdateSipLineArgs, 'configId' | 'input'>
  >;
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
  configId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  detectLineNumber?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  incomingLogin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  incomingPassword?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  incomingServer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastRegistration?: Resolver<Maybe<ResolversTypes['LastRegistration']>, ParentType, ContextType>;
  lineDetectHeaderOrder?: Resolver<
    Maybe<ReadonlyArray<ResolversTypes['LineDetectHeader']>>,
    ParentType,
    ContextType
  >;
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outboundProxy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  password?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  registration?: Resolver<Maybe<ResolversTypes['SipRegistration']>, ParentType, ContextType>;
  server?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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

export type Resolvers<ContextType = GatewayContext> = {
  LastRegistration?: LastRegistrationResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SipConnector?: SipConnectorResolvers<ContextType>;
  SipLine?: SipLineResolvers<ContextType>;
  SipLineConnection?: SipLineConnectionResolvers<ContextType>;
  SipLineEdge?: SipLineEdgeResolvers<ContextType>;
  SipRegistration?: SipRegistrationResolvers<ContextType>;
};
