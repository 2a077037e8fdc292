import type { GraphQLResolveInfo } from 'graphql';
import type { SipLine as SipLineSource } from '../../telephony/sip-line.ts';
import type { GatewayContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
};

export type MutationAddSipLineArgs = {
  input: AddSipLineInput;
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
   * The SIP line with this CONFIG_ID, or null if this application has none such.
   *
   * REST: `voximplant.sip.get`, filtered by CONFIG_ID. Lines that other applications or people added are not visible to it.
   */
  readonly sipLine: Maybe<SipLine>;
};

export type QuerySipLineArgs = {
  configId: Scalars['ID']['input'];
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
  /** Host, optionally with port, of the provider or the office PBX. REST: SERVER. */
  readonly server: Scalars['String']['output'];
  /** The name people see. Empty if the line has none: the portal then shows a name of its own. REST: TITLE. */
  readonly title: Scalars['String']['output'];
  /** Which side registers at which. REST: TYPE. */
  readonly type: PbxType;
};

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
  LineDetectHeader: LineDetectHeader;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PbxType: PbxType;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  SipLine: ResolverTypeWrapper<SipLineSource>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  TelephonyErrorCode: TelephonyErrorCode;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddSipLineInput: AddSipLineInput;
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  SipLine: SipLineSource;
  Boolean: Scalars['Boolean']['output'];
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
};

export type QueryResolvers<
  ContextType = GatewayContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  sipLine?: Resolver<
    Maybe<ResolversTypes['SipLine']>,
    ParentType,
    ContextType,
    RequireFields<QuerySipLineArgs, 'configId'>
  >;
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
  lineDetectHeaderOrder?: Resolver<
    Maybe<ReadonlyArray<ResolversTypes['LineDetectHeader']>>,
    ParentType,
    ContextType
  >;
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outboundProxy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  password?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  server?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['PbxType'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GatewayContext> = {
  Mutation?: MutationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SipLine?: SipLineResolvers<ContextType>;
};
