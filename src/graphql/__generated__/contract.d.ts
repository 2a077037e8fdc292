export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /**
   * A date and time with a UTC offset, in ISO 8601: `2026-03-01T00:00:00Z`, `2026-03-10T11:19:38+03:00`. Returned with the
   * portal's own offset, not converted. `T` and `Z` are upper case. A value without an offset, or one that does not exist, such as
   * February 30 or a leap second, is rejected.
   */
  DateTime: { input: string; output: string };
  /** An absolute URL of at most 8,192 characters that starts with `http://` or `https://`. Returned exactly as the portal sent it, not normalized. */
  URL: { input: string; output: string };
};

/**
 * A line to add. All fields are validated before anything is sent: a `BAD_USER_INPUT` error first reports every field that is
 * missing or of the wrong type, and once there is none, every value that is not allowed.
 *
 * REST: the parameters of `voximplant.sip.add`.
 */
export type AddSipLineInput = {
  /** The login for `server`; 1 to 100 characters. REST: LOGIN. */
  readonly login: Scalars['String']['input'];
  /** The password for `server`; at most 100 characters, empty if the server requires none. REST: PASSWORD. */
  readonly password: Scalars['String']['input'];
  /** Host of the provider or office PBX, with an optional port; 1 to 100 characters. REST: SERVER. */
  readonly server: Scalars['String']['input'];
  /** A name that no other line or rented number on the portal has, ignoring case and surrounding whitespace. REST: TITLE. */
  readonly title: Scalars['String']['input'];
  /** Cloud PBX or office PBX. REST: TYPE. */
  readonly type?: PbxType;
};

/**
 * A SIP line that has been deleted. A normalized cache still holds it as a `SipLine`: remove it by `id`. In Apollo Client, use
 * `cache.evict({ id: cache.identify({ __typename: "SipLine", id }) })`.
 *
 * REST: the result of `voximplant.sip.delete`.
 */
export type DeletedSipLine = {
  readonly __typename?: 'DeletedSipLine';
  /** The `SipLine.configId` that the line had. REST: CONFIG_ID. */
  readonly configId: Scalars['ID']['output'];
  /** The `SipLine.id` that the line had. */
  readonly id: Scalars['ID']['output'];
};

/** The last state of a line's registration that the portal recorded. REST: two fields of `voximplant.sip.get`. */
export type LastRegistration = {
  readonly __typename?: 'LastRegistration';
  /** What went wrong, in the provider's or the portal's words. REST: REGISTRATION_ERROR_MESSAGE. */
  readonly errorMessage?: Maybe<Scalars['String']['output']>;
  /** SIP status code, such as 200 (registered) or 403 (rejected). REST: REGISTRATION_STATUS_CODE. */
  readonly statusCode?: Maybe<Scalars['Int']['output']>;
};

/** A SIP header that can contain the dialed number. REST: the parts of LINE_DETECT_HEADER_ORDER. */
export type LineDetectHeader =
  /** The `Diversion` header. */
  | 'DIVERSION'
  /** The `To` header. */
  | 'TO';

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Allows a user to connect a SIP phone, and returns the user as read back. An error with `applied: false` means that the
   * portal confirmed the change but did not make it.
   *
   * By a webhook, which cannot read users, it is `FORBIDDEN`, and nothing is sent. The same confirmation as for
   * `telephonyUser` is required before anything is changed.
   *
   * REST: `voximplant.user.get`, `voximplant.user.activatePhone`, then `voximplant.user.get` again.
   */
  readonly activatePhone?: Maybe<TelephonyUser>;
  /**
   * Adds a SIP line and returns it as the portal stored it. If the portal had no outgoing line yet, the new line becomes
   * the default; an existing default stays. See `isDefaultOutgoing`.
   *
   * REST: `voximplant.sip.add`, called exactly once. A cloud line registers with its provider during the call, which takes
   * about a second. If the provider rejects the registration, the line still exists, with `regId` null: check `regId`, and
   * fix the line instead of adding it again.
   *
   * Errors to handle: `BAD_USER_INPUT` (see `problems`), `TITLE_EXISTS` (see `existingConfigId`), `MAX_CLOUD_PBX`,
   * `FORBIDDEN`, `RATE_LIMITED`, `PORTAL_UNAVAILABLE`, and `OUTCOME_UNKNOWN`: the line may exist. With an idempotency key, send
   * the same operation again; without one, check before you add it again.
   */
  readonly addSipLine?: Maybe<SipLine>;
  /**
   * Adds up to 100 SIP lines and returns one entry per input, in the same order. An entry that fails is null and has an
   * error at its own path, such as `["addSipLines", 3]`, whose `argument` starts with `["inputs", 3]`. It does not affect
   * the others.
   *
   * REST: `voximplant.sip.add`, batched into `batch` calls of at most 10 seconds of expected work each.
   */
  readonly addSipLines?: Maybe<ReadonlyArray<Maybe<SipLine>>>;
  /**
   * Disables a user's SIP phone, and returns the user as read back. Some portals confirm the change but leave the phone on,
   * or even turn it on: that is an error with `applied: false`. Like `activatePhone`, it requires an application and its
   * confirmation.
   *
   * REST: `voximplant.user.get`, `voximplant.user.deactivatePhone`, then `voximplant.user.get` again.
   */
  readonly deactivatePhone?: Maybe<TelephonyUser>;
  /**
   * Deletes a SIP line and returns its IDs, so that a client can remove it from its cache. `NOT_FOUND` if there is no such
   * line. Through a webhook, this also deletes lines that people added: see `SipLine`.
   *
   * REST: `voximplant.sip.delete`.
   */
  readonly deleteSipLine?: Maybe<DeletedSipLine>;
  /**
   * Sets the line used for outgoing calls unless another is set, and returns the default line as read back. `NOT_FOUND` if
   * there is no such line. An error with `applied: false` means that the portal confirmed the change but did not make it.
   *
   * REST: `voximplant.line.outgoing.set`, then `voximplant.line.outgoing.get`.
   */
  readonly setDefaultOutgoingLine?: Maybe<OutgoingLine>;
  /**
   * Like `setDefaultOutgoingLine`, for a SIP line, identified by `configId` as in every other operation on SIP lines.
   *
   * REST: `voximplant.line.outgoing.sip.set`, then `voximplant.line.outgoing.get` and `voximplant.sip.get`.
   */
  readonly setDefaultOutgoingSipLine?: Maybe<OutgoingLine>;
  /**
   * Calls an employee who is responsible for the line, then the customer, and connects the two. A phone rings, so the
   * gateway never retries this: if the response is lost, the error is `OUTCOME_UNKNOWN`, and the call may be in progress.
   * On a line of an external telephony application, the portal asks that application to make the call.
   *
   * REST: `voximplant.callback.start`; requires the `telephony` scope, on some portals the `call` scope instead: grant both.
   */
  readonly startCallback?: Maybe<StartedTelephonyCall>;
  /**
   * Calls a number and reads a text or plays a sound to whoever answers. Like `startCallback`, never retried.
   *
   * REST: `voximplant.infocall.startwithtext` or `voximplant.infocall.startwithsound`; requires the `call` scope.
   */
  readonly startInfoCall?: Maybe<StartedTelephonyCall>;
  /**
   * Updates a SIP line and returns it as the portal stored it. An omitted field keeps its value; null is `BAD_USER_INPUT`.
   * Through a webhook, this also changes lines that people added: see `SipLine`.
   *
   * REST: `voximplant.sip.update`, then `voximplant.sip.get`. An error with `applied: true` means that the line was updated
   * but could not be read back.
   *
   * Errors to handle: `NOT_FOUND`, `BAD_USER_INPUT`, `TITLE_EXISTS` and those of every write.
   */
  readonly updateSipLine?: Maybe<SipLine>;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationActivatePhoneArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  userId: Scalars['ID']['input'];
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationAddSipLineArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: AddSipLineInput;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationAddSipLinesArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  inputs: ReadonlyArray<AddSipLineInput>;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationDeactivatePhoneArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  userId: Scalars['ID']['input'];
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationDeleteSipLineArgs = {
  configId: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationSetDefaultOutgoingLineArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  lineId: Scalars['ID']['input'];
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationSetDefaultOutgoingSipLineArgs = {
  configId: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationStartCallbackArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: StartCallbackInput;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationStartInfoCallArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: StartInfoCallInput;
};

/**
 * Changes one portal's telephony. Each field returns what it changed; an error has a `TelephonyErrorCode` in
 * `extensions.code`. The fields of an operation run one after another, and a failure does not stop those that follow.
 *
 * `idempotencyKey` makes it safe to send a field again, after a lost connection or a double click. Choose a new key of 1 to 128
 * printable characters, such as a UUID, for each thing that a user wants done. For 24 hours, unless the operator changed that,
 * the same field with the same key and arguments is executed only once:
 *
 * - After a success, it returns the same object again, as the portal has it now. The response has the header
 *   `Idempotency-Replayed: true` if that is so for at least one field. If the object was deleted since, the error is `NOT_FOUND`
 *   with `applied: true`.
 * - While the first is still being executed, the second waits for it.
 * - With other arguments, it is `IDEMPOTENCY_CONFLICT`.
 * - If nothing was done, as with `MAX_CLOUD_PBX`, `FORBIDDEN` or `RATE_LIMITED`, it is executed.
 * - After `OUTCOME_UNKNOWN`, the gateway first finds out what happened, and executes it only if it was certainly not done. A call
 *   is never started again: its outcome stays unknown.
 *
 * Keys of different callers and fields are independent. Unless the gateway has a Redis, its replicas do not share them, and a
 * restart forgets them.
 */
export type MutationUpdateSipLineArgs = {
  configId: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: UpdateSipLineInput;
};

/**
 * A line that outgoing calls can use. It may belong to any application on the portal.
 *
 * REST: an entry of `voximplant.line.get`, or a LINE_ID.
 */
export type OutgoingLine = {
  readonly __typename?: 'OutgoingLine';
  /** Unique across portals and opaque, for client caches and routers. To identify a line in an argument, use `lineId`. */
  readonly id: Scalars['ID']['output'];
  /**
   * Whether this line is used for outgoing calls unless another is set. Costs one REST call for all lines in the request.
   *
   * REST: `voximplant.line.outgoing.get`.
   */
  readonly isDefault?: Maybe<Scalars['Boolean']['output']>;
  /** The ID that identifies the line in operations: `reg150907`, `sip7`, `REST_APP:3`, or a number. REST: LINE_ID. */
  readonly lineId: Scalars['ID']['output'];
  /**
   * The display name. Comes with `outgoingLines`; elsewhere costs one REST call for all lines in the request. Null if the
   * portal does not list the line: it no longer has it, or it is the line of an external telephony application.
   *
   * REST: `voximplant.line.get`.
   */
  readonly name?: Maybe<Scalars['String']['output']>;
  /**
   * The SIP line behind it. Null for lines of other kinds and for SIP lines that the gateway does not see. The SIP lines of a
   * request are read together.
   *
   * REST: `voximplant.sip.get`, filtered by REG_ID or CONFIG_ID.
   */
  readonly sipLine?: Maybe<SipLine>;
  /**
   * The kind of line. It comes with `outgoingLines` and is known from the prefix of `lineId`; for a number elsewhere, it costs
   * one REST call for all lines in the request.
   *
   * REST: the prefix of LINE_ID, and `voximplant.line.get`.
   */
  readonly type?: Maybe<OutgoingLineType>;
};

/** The kind of an outgoing line. REST: the prefix of LINE_ID, and `voximplant.line.get`. */
export type OutgoingLineType =
  /** The line of an external telephony application, which makes the calls itself. REST: `REST_APP:` and the application's number. */
  | 'APPLICATION'
  /** A SIP line to a cloud PBX. REST: `reg` and a REG_ID, which is 0 if the provider rejected the registration. */
  | 'CLOUD'
  /** A SIP line to an office PBX. REST: `sip` and a CONFIG_ID. */
  | 'OFFICE'
  /** A number rented from Bitrix24, or the portal's own. REST: no prefix, and listed by `voximplant.line.get`. */
  | 'RENTED_NUMBER'
  /** Another line: a number that an external telephony application registered, or a line that the portal no longer has. */
  | 'UNKNOWN';

/** A page's position in its list, for every connection. Follows the Relay specification. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the page's last entry, or null if the page is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more entries follow this page. To read them, pass `endCursor` as `after`. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether entries precede this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the page's first entry, or null if the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** The two ways to connect a PBX. REST: TYPE of `voximplant.sip.add`. */
export type PbxType =
  /** A cloud PBX: the portal registers with the provider. A portal can have a limited number of these lines. */
  | 'CLOUD'
  /** An office PBX: it registers with the portal. */
  | 'OFFICE';

/**
 * Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
 * others keep their data. The fields of an operation run in parallel and share REST calls.
 */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * The line used for outgoing calls unless another is set, or null if the portal has none.
   *
   * REST: `voximplant.line.outgoing.get`.
   */
  readonly defaultOutgoingLine?: Maybe<OutgoingLine>;
  /**
   * The lines the portal can call from: rented numbers and SIP lines, including those of other applications. The lines of
   * external telephony applications are not listed, but can be used as well: see `OutgoingLineType.APPLICATION`.
   *
   * REST: `voximplant.line.get`.
   */
  readonly outgoingLines?: Maybe<ReadonlyArray<OutgoingLine>>;
  /**
   * The portal's SIP connector, the service that SIP lines require.
   *
   * REST: `voximplant.sip.connector.status`.
   */
  readonly sipConnector?: Maybe<SipConnector>;
  /**
   * The SIP line with this CONFIG_ID, or null if the gateway sees no such line: see `SipLine`.
   *
   * REST: `voximplant.sip.get`, filtered by CONFIG_ID.
   */
  readonly sipLine?: Maybe<SipLine>;
  /**
   * The SIP lines that the gateway sees, one page at a time: see `SipLine`.
   *
   * Cursors point to lines, not to positions. Reading page after page returns every line that is there all the time exactly
   * once, even if the lines already read are deleted. Not promised: lines that change during the walk so that the filter or the
   * order by title places them elsewhere, and lines that are added during it, which only the default order is sure to return.
   *
   * REST: `voximplant.sip.get` by CONFIG_ID, one call for every 50 lines of a page. Ordered by title, one call for every 50
   * matching lines, whatever the page: the portal gives lines with the same title, or with none, no fixed order.
   */
  readonly sipLines?: Maybe<SipLineConnection>;
  /** What the gateway itself is allowed to do on the portal. */
  readonly telephonyAccess?: Maybe<TelephonyAccess>;
  /**
   * The call history, one page at a time.
   *
   * Cursors point to calls, not to positions: calls that are added while you read page after page neither hide nor repeat
   * others. Ordered by `ASC`, they are returned at the end; newest first, they precede the first page and are not returned.
   *
   * REST: `voximplant.statistic.get`, by ID and without counting: one REST call for every 50 calls in a page, however deep
   * in the history. To read all of it, use pages of 50, 100, 150 or 200.
   */
  readonly telephonyCalls?: Maybe<TelephonyCallConnection>;
  /**
   * Pages of the portal that a user interface can link to.
   *
   * REST: `voximplant.url.get`.
   */
  readonly telephonyLinks?: Maybe<TelephonyLinks>;
  /**
   * A user's telephony settings, or null if the portal has no such user.
   *
   * Portals allow this to applications only: by a webhook, it is `FORBIDDEN`. An administrator must confirm an application's
   * first read of users with each new access token, which lasts an hour: `CONFIRMATION_REQUIRED`.
   *
   * REST: `voximplant.user.get`.
   */
  readonly telephonyUser?: Maybe<TelephonyUser>;
  /**
   * The telephony settings of up to 200 users: one entry per ID, in the same order, null if the portal has no such user.
   *
   * Like `telephonyUser`, it requires an application and its confirmation.
   *
   * REST: `voximplant.user.get`, one call for every 50 users.
   */
  readonly telephonyUsers?: Maybe<ReadonlyArray<Maybe<TelephonyUser>>>;
  /**
   * The voices that can read text in a call.
   *
   * REST: `voximplant.tts.voices.get`.
   */
  readonly telephonyVoices?: Maybe<ReadonlyArray<TelephonyVoice>>;
};

/**
 * Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
 * others keep their data. The fields of an operation run in parallel and share REST calls.
 */
export type QuerySipLineArgs = {
  configId: Scalars['ID']['input'];
};

/**
 * Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
 * others keep their data. The fields of an operation run in parallel and share REST calls.
 */
export type QuerySipLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SipLineFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<SipLineOrder>;
};

/**
 * Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
 * others keep their data. The fields of an operation run in parallel and share REST calls.
 */
export type QueryTelephonyCallsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TelephonyCallFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<TelephonyCallOrder>;
};

/**
 * Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
 * others keep their data. The fields of an operation run in parallel and share REST calls.
 */
export type QueryTelephonyUserArgs = {
  userId: Scalars['ID']['input'];
};

/**
 * Reads one portal's telephony. Every field is nullable: a field that fails is null, with an error at its path, and the
 * others keep their data. The fields of an operation run in parallel and share REST calls.
 */
export type QueryTelephonyUsersArgs = {
  userIds: ReadonlyArray<Scalars['ID']['input']>;
};

/** The paid service that connects SIP lines. REST: `voximplant.sip.connector.status`. */
export type SipConnector = {
  readonly __typename?: 'SipConnector';
  /** Remaining free minutes for setup and trial. REST: FREE_MINUTES. */
  readonly freeMinutes?: Maybe<Scalars['Int']['output']>;
  /** Whether the connector is paid for. REST: PAID. */
  readonly paid?: Maybe<Scalars['Boolean']['output']>;
  /**
   * When the paid period ends; null unless `paid`. Not a `DateTime`, because its format is not documented and it may be a date
   * without a time: display it as is. REST: PAID_DATE_END.
   */
  readonly paidUntil?: Maybe<Scalars['String']['output']>;
};

/**
 * A SIP line: a connection between the portal and a telephony provider or an office PBX.
 *
 * Which lines the gateway sees depends on how it is connected to the portal. As an application, it sees the lines that it added
 * itself. Through a webhook, it sees the lines that no application added: those of every webhook, and those that people added in
 * the portal's settings. It can change and delete all lines that it sees.
 *
 * REST: a row of `voximplant.sip.get`.
 */
export type SipLine = {
  readonly __typename?: 'SipLine';
  /** The user name for authentication if it differs from `login`; otherwise null. REST: AUTH_USER. */
  readonly authUser?: Maybe<Scalars['String']['output']>;
  /**
   * Calls on this line: `telephonyCalls` filtered by its `lineId`.
   *
   * REST: `voximplant.statistic.get`, filtered by PORTAL_NUMBER.
   */
  readonly calls?: Maybe<TelephonyCallConnection>;
  /** The ID that identifies the line in every operation, unique within its portal. REST: CONFIG_ID. */
  readonly configId: Scalars['ID']['output'];
  /** Whether the dialed number is read from the call's SIP headers. REST: DETECT_LINE_NUMBER. */
  readonly detectLineNumber?: Maybe<Scalars['Boolean']['output']>;
  /** Unique across portals and opaque, for client caches and routers. To identify a line in an argument, use `configId`. */
  readonly id: Scalars['ID']['output'];
  /** The login for `incomingServer`. Null for cloud lines. REST: INCOMING_LOGIN. */
  readonly incomingLogin?: Maybe<Scalars['String']['output']>;
  /** The password for `incomingServer`. A secret. Null for cloud lines. REST: INCOMING_PASSWORD. */
  readonly incomingPassword?: Maybe<Scalars['String']['output']>;
  /** Host that the office PBX registers with to receive calls from the portal. Null for cloud lines. REST: INCOMING_SERVER. */
  readonly incomingServer?: Maybe<Scalars['String']['output']>;
  /**
   * Whether this line is used for outgoing calls unless another is set. Null if that is one of the cloud lines without `regId`:
   * the portal does not say which. Costs one REST call for all lines in the request.
   *
   * REST: `voximplant.line.outgoing.get`.
   */
  readonly isDefaultOutgoing?: Maybe<Scalars['Boolean']['output']>;
  /**
   * The last state of the registration that the portal recorded. Comes with the line at no cost. Null if the portal has
   * none, as after a change of `server`, `login` or `password`. REST: REGISTRATION_STATUS_CODE, REGISTRATION_ERROR_MESSAGE.
   */
  readonly lastRegistration?: Maybe<LastRegistration>;
  /** The headers searched for the dialed number, in order. REST: LINE_DETECT_HEADER_ORDER. */
  readonly lineDetectHeaderOrder?: Maybe<ReadonlyArray<LineDetectHeader>>;
  /**
   * The line's ID as an outgoing line, such as `reg150907` or `sip7`. Null for a cloud line without `regId`, which cannot
   * make calls. Costs nothing.
   */
  readonly lineId?: Maybe<Scalars['ID']['output']>;
  /** The login for `server`. REST: LOGIN. */
  readonly login: Scalars['String']['output'];
  /** The proxy for outgoing calls, or null if there is none. REST: OUTBOUND_PROXY. */
  readonly outboundProxy?: Maybe<Scalars['String']['output']>;
  /** The password for `server`. A secret: select it only where you display it. Null if there is none. REST: PASSWORD. */
  readonly password?: Maybe<Scalars['String']['output']>;
  /**
   * The ID of the registration with the provider. Null for office lines, and for a cloud line whose registration the
   * provider rejected. REST: REG_ID.
   */
  readonly regId?: Maybe<Scalars['ID']['output']>;
  /**
   * The current state of the registration with the provider. Null for lines without `regId`. Costs a REST call of about 0.7
   * seconds per line; the calls of a request are batched.
   *
   * REST: `voximplant.sip.status`.
   */
  readonly registration?: Maybe<SipRegistration>;
  /** Host of the provider or office PBX, with an optional port. REST: SERVER. */
  readonly server: Scalars['String']['output'];
  /**
   * The portal page with this line's settings. Costs one REST call for all lines in the request.
   *
   * REST: `edit_config` of `voximplant.url.get`.
   */
  readonly settingsUrl?: Maybe<Scalars['URL']['output']>;
  /** The display name. Empty if the line has none; the portal then shows a name of its own. REST: TITLE. */
  readonly title: Scalars['String']['output'];
  /** Which side registers with the other. REST: TYPE. */
  readonly type: PbxType;
};

/**
 * A SIP line: a connection between the portal and a telephony provider or an office PBX.
 *
 * Which lines the gateway sees depends on how it is connected to the portal. As an application, it sees the lines that it added
 * itself. Through a webhook, it sees the lines that no application added: those of every webhook, and those that people added in
 * the portal's settings. It can change and delete all lines that it sees.
 *
 * REST: a row of `voximplant.sip.get`.
 */
export type SipLineCallsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TelephonyCallFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<TelephonyCallOrder>;
};

/** A page of SIP lines, following the Relay connection specification. REST: a response of `voximplant.sip.get`. */
export type SipLineConnection = {
  readonly __typename?: 'SipLineConnection';
  /** The lines with their cursors. */
  readonly edges: ReadonlyArray<SipLineEdge>;
  /** The lines without cursors. A line that cannot be read is null, with an error at its path. */
  readonly nodes: ReadonlyArray<Maybe<SipLine>>;
  /** Whether there are more lines, and where they start. */
  readonly pageInfo: PageInfo;
  /**
   * The number of matching lines across all pages, at the moment that this page is read. On later pages in the order of
   * CONFIG_ID, it costs a REST call. REST: `total`.
   */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A line in a page. */
export type SipLineEdge = {
  readonly __typename?: 'SipLineEdge';
  /** Pass it as `after` to continue after this line. */
  readonly cursor: Scalars['String']['output'];
  /** The line. Null, with an error at its path, if it cannot be read. */
  readonly node?: Maybe<SipLine>;
};

/**
 * Selects SIP lines that match every given condition. Null means that the condition is not given. There is no filter by
 * password.
 *
 * REST: FILTER of `voximplant.sip.get`.
 */
export type SipLineFilter = {
  /** Lines with one of these CONFIG_IDs. REST: CONFIG_ID. */
  readonly configIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Lines with exactly this login. REST: `=LOGIN`. */
  readonly login?: InputMaybe<Scalars['String']['input']>;
  /** Lines with one of these REG_IDs. REST: REG_ID. */
  readonly regIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Lines with exactly this server. REST: `=SERVER`. */
  readonly server?: InputMaybe<Scalars['String']['input']>;
  /** The line with exactly this title, ignoring case. REST: `=TITLE`. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Lines whose title contains this. REST: `%TITLE`. */
  readonly titleContains?: InputMaybe<Scalars['String']['input']>;
  /** Lines of this type. REST: TYPE. */
  readonly type?: InputMaybe<PbxType>;
};

/** The order of SIP lines. REST: SORT and ORDER of `voximplant.sip.get`; the gateway itself orders by title. */
export type SipLineOrder = {
  /** The direction of the order. */
  readonly direction?: TelephonyOrderDirection;
  /** The field to order by. */
  readonly field?: SipLineOrderField;
};

/** The fields that SIP lines can be ordered by. REST: SORT of `voximplant.sip.get`, for CONFIG_ID. */
export type SipLineOrderField =
  /** The order in which they were added. */
  | 'CONFIG_ID'
  /** By title, as Unicode orders texts of all languages; lines with the same title, or with none, by CONFIG_ID. */
  | 'TITLE';

/** The current state of a cloud line's registration. REST: `voximplant.sip.status`. */
export type SipRegistration = {
  readonly __typename?: 'SipRegistration';
  /** What went wrong, in the provider's or the portal's words. REST: ERROR_MESSAGE. */
  readonly errorMessage?: Maybe<Scalars['String']['output']>;
  /**
   * When the status last changed, as `YYYY-MM-DD HH:MM:SS`. Not a `DateTime`, because the portal does not report its time zone:
   * display it as is, and do not calculate with it. REST: LAST_UPDATED.
   */
  readonly lastUpdated?: Maybe<Scalars['String']['output']>;
  /** The registration's ID. REST: REG_ID. */
  readonly regId: Scalars['ID']['output'];
  /** The status; null if the portal reports an unknown one. REST: STATUS_RESULT. */
  readonly status?: Maybe<SipRegistrationStatus>;
  /** SIP status code, such as 200 (registered) or 403 (rejected). REST: STATUS_CODE. */
  readonly statusCode?: Maybe<Scalars['Int']['output']>;
};

/** The status of a registration. REST: STATUS_RESULT of `voximplant.sip.status`. */
export type SipRegistrationStatus =
  /** Rejected or failed: see `statusCode` and `errorMessage`. REST: `error`. */
  | 'ERROR'
  /** Registering: query again in a few seconds. REST: `in_progress`. */
  | 'IN_PROGRESS'
  /** Registered: calls can be made and received. REST: `success`. */
  | 'SUCCESS'
  /** Waiting to be registered. REST: `wait`. */
  | 'WAIT';

/** A callback to start. REST: the parameters of `voximplant.callback.start`. */
export type StartCallbackInput = {
  /** The line to call from, as in `OutgoingLine.lineId`. REST: FROM_LINE. */
  readonly lineId: Scalars['ID']['input'];
  /** The customer's number, 3 to 20 digits, with + before a country code. REST: TO_NUMBER. */
  readonly phoneNumber: Scalars['String']['input'];
  /** What the employee hears before the customer is called. REST: TEXT_TO_PRONOUNCE. */
  readonly text: Scalars['String']['input'];
  /** One of `telephonyVoices`. Default: chosen by the portal. REST: VOICE. */
  readonly voice?: InputMaybe<Scalars['ID']['input']>;
};

/**
 * An info call to start, which reads a text or plays a sound: exactly one of `text` and `soundUrl` is required.
 *
 * REST: the parameters of `voximplant.infocall.startwithtext` and `voximplant.infocall.startwithsound`.
 */
export type StartInfoCallInput = {
  /** The line to call from, as in `OutgoingLine.lineId`; not one of an external telephony application. REST: FROM_LINE. */
  readonly lineId: Scalars['ID']['input'];
  /** The number to call, 3 to 20 digits, with + before a country code. REST: TO_NUMBER. */
  readonly phoneNumber: Scalars['String']['input'];
  /** URL of the MP3 file to play. REST: URL. */
  readonly soundUrl?: InputMaybe<Scalars['URL']['input']>;
  /** The text to read. REST: TEXT_TO_PRONOUNCE. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** One of `telephonyVoices`, for `text` only. Default: chosen by the portal. REST: VOICE. */
  readonly voice?: InputMaybe<Scalars['ID']['input']>;
};

/** A call that the portal has started. REST: the result of `voximplant.callback.start` and `voximplant.infocall.*`. */
export type StartedTelephonyCall = {
  readonly __typename?: 'StartedTelephonyCall';
  /**
   * The call's ID. Once the call has ended, it is `TelephonyCall.callId` in the history. Null if the portal reports none: it
   * asked an external telephony application to make the call. REST: CALL_ID.
   */
  readonly callId?: Maybe<Scalars['ID']['output']>;
};

/** What the gateway itself is allowed to do on the portal. Each field costs a REST call. */
export type TelephonyAccess = {
  readonly __typename?: 'TelephonyAccess';
  /** Whether the gateway may manage lines. REST: `voximplant.line.outgoing.get`, which requires that right and changes nothing. */
  readonly canManageLines?: Maybe<Scalars['Boolean']['output']>;
  /** The scopes that the portal granted, such as `telephony` and `call`. REST: `scope`. */
  readonly scopes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/**
 * A call in the history.
 *
 * REST: a row of `voximplant.statistic.get`.
 */
export type TelephonyCall = {
  readonly __typename?: 'TelephonyCall';
  /** The call's ID while it was in progress, as in `StartedTelephonyCall.callId`. REST: CALL_ID. */
  readonly callId?: Maybe<Scalars['ID']['output']>;
  /** The portal's category for the call, such as `external`. REST: CALL_CATEGORY. */
  readonly category?: Maybe<Scalars['String']['output']>;
  /** A comment on the call. REST: COMMENT. */
  readonly comment?: Maybe<Scalars['String']['output']>;
  /** What the call cost, as a decimal number: `1.2500`. REST: COST. */
  readonly cost?: Maybe<Scalars['String']['output']>;
  /** The currency of `cost`. REST: COST_CURRENCY. */
  readonly costCurrency?: Maybe<Scalars['String']['output']>;
  /** The CRM activity's ID. REST: CRM_ACTIVITY_ID. */
  readonly crmActivityId?: Maybe<Scalars['ID']['output']>;
  /** The CRM record's ID. REST: CRM_ENTITY_ID. */
  readonly crmEntityId?: Maybe<Scalars['ID']['output']>;
  /** The type of the CRM record the call belongs to, such as `CONTACT`. REST: CRM_ENTITY_TYPE. */
  readonly crmEntityType?: Maybe<Scalars['String']['output']>;
  /** The call's duration in seconds. REST: CALL_DURATION. */
  readonly durationSeconds?: Maybe<Scalars['Int']['output']>;
  /** The call's ID in another telephony system. REST: EXTERNAL_CALL_ID. */
  readonly externalCallId?: Maybe<Scalars['ID']['output']>;
  /** The portal's code for how the call ended, such as `200` or `603-S`. REST: CALL_FAILED_CODE. */
  readonly failedCode?: Maybe<Scalars['String']['output']>;
  /** How the call ended, in the portal's words. REST: CALL_FAILED_REASON. */
  readonly failedReason?: Maybe<Scalars['String']['output']>;
  /** Unique across portals and opaque, for client caches. */
  readonly id: Scalars['ID']['output'];
  /**
   * The line, if the portal still lists it, or that of an external telephony application. Costs one REST call for all calls in
   * the request. REST: `voximplant.line.get`.
   */
  readonly line?: Maybe<OutgoingLine>;
  /** The line's LINE_ID; null if the portal called without a line of its own. REST: PORTAL_NUMBER. */
  readonly lineId?: Maybe<Scalars['ID']['output']>;
  /** URL of the technical log. REST: CALL_LOG. */
  readonly logUrl?: Maybe<Scalars['URL']['output']>;
  /** How the call ended; null if the portal reports an unknown code: see `failedCode`. REST: CALL_FAILED_CODE. */
  readonly outcome?: Maybe<TelephonyCallOutcome>;
  /** The other party's number. REST: PHONE_NUMBER. */
  readonly phoneNumber?: Maybe<Scalars['String']['output']>;
  /** The recording's length in seconds; null if there is none. REST: RECORD_DURATION. */
  readonly recordDurationSeconds?: Maybe<Scalars['Int']['output']>;
  /** The recording's ID on the portal's drive. REST: RECORD_FILE_ID. */
  readonly recordFileId?: Maybe<Scalars['ID']['output']>;
  /** URL of the recording. REST: CALL_RECORD_URL. */
  readonly recordUrl?: Maybe<Scalars['URL']['output']>;
  /** The number of the redial attempt, from 1; null if the call was not redialed. REST: REDIAL_ATTEMPT. */
  readonly redialAttempt?: Maybe<Scalars['Int']['output']>;
  /** The ID of the application that registered the call. REST: REST_APP_ID. */
  readonly restAppId?: Maybe<Scalars['ID']['output']>;
  /** The name of the application that registered the call. REST: REST_APP_NAME. */
  readonly restAppName?: Maybe<Scalars['String']['output']>;
  /** The session's ID at the telephony provider; null if there is none. REST: SESSION_ID. */
  readonly sessionId?: Maybe<Scalars['ID']['output']>;
  /** The SIP line, if the portal still has it and the gateway sees it. The SIP lines of a request are read together. REST: `voximplant.sip.get`. */
  readonly sipLine?: Maybe<SipLine>;
  /** When the call started, with the portal's offset. REST: CALL_START_DATE. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The call's number in the history, which increases over time. REST: ID. */
  readonly statisticId: Scalars['ID']['output'];
  /** The transcript's ID. REST: TRANSCRIPT_ID. */
  readonly transcriptId?: Maybe<Scalars['ID']['output']>;
  /** Whether the transcript is still being created. REST: TRANSCRIPT_PENDING. */
  readonly transcriptPending?: Maybe<Scalars['Boolean']['output']>;
  /** How the call was started; null if the portal reports an unknown type. REST: CALL_TYPE. */
  readonly type?: Maybe<TelephonyCallType>;
  /** The user who took part. Like `telephonyUser`, it requires an application and its confirmation. The users of a request are read together. REST: `voximplant.user.get`. */
  readonly user?: Maybe<TelephonyUser>;
  /** The ID, on the portal, of the user who took part. REST: PORTAL_USER_ID. */
  readonly userId?: Maybe<Scalars['ID']['output']>;
  /** The customer's rating of the call, 1 to 5; null if there is none. REST: CALL_VOTE. */
  readonly vote?: Maybe<Scalars['Int']['output']>;
};

/** A page of calls, following the Relay connection specification. REST: a response of `voximplant.statistic.get`. */
export type TelephonyCallConnection = {
  readonly __typename?: 'TelephonyCallConnection';
  /** The calls with their cursors. */
  readonly edges: ReadonlyArray<TelephonyCallEdge>;
  /** The calls without cursors. */
  readonly nodes: ReadonlyArray<TelephonyCall>;
  /**
   * Whether there are more calls, and where they start. `hasNextPage` can be true even if the next page is empty: the gateway
   * does not ask the portal what follows a full page of 50.
   */
  readonly pageInfo: PageInfo;
  /** The number of matching calls across all pages. Costs a REST call that is slow on a long history. REST: `total`. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A call in a page. */
export type TelephonyCallEdge = {
  readonly __typename?: 'TelephonyCallEdge';
  /** Pass it as `after` to continue after this call. */
  readonly cursor: Scalars['String']['output'];
  /** The call. */
  readonly node: TelephonyCall;
};

/**
 * Selects calls that match every given condition. Null means that the condition is not given.
 *
 * REST: FILTER of `voximplant.statistic.get`.
 */
export type TelephonyCallFilter = {
  /** Calls with one of these IDs. REST: CALL_ID. */
  readonly callIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that belong to one of these CRM activities. REST: CRM_ACTIVITY_ID. */
  readonly crmActivityIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that belong to CRM records with one of these IDs. Requires `crmEntityType`. REST: CRM_ENTITY_ID. */
  readonly crmEntityIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that belong to CRM records of this type, such as `CONTACT`. REST: CRM_ENTITY_TYPE. */
  readonly crmEntityType?: InputMaybe<Scalars['String']['input']>;
  /** Calls on one of these lines. REST: PORTAL_NUMBER. */
  readonly lineIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Calls that lasted at least this many seconds. REST: `>=CALL_DURATION`. */
  readonly minDurationSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Calls that ended in one of these ways. REST: CALL_FAILED_CODE. */
  readonly outcomes?: InputMaybe<ReadonlyArray<TelephonyCallOutcome>>;
  /** Calls whose other party has exactly this number, written as in `TelephonyCall.phoneNumber`. REST: `=PHONE_NUMBER`. */
  readonly phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** Calls whose other party's number contains these digits. REST: `%PHONE_NUMBER`. */
  readonly phoneNumberContains?: InputMaybe<Scalars['String']['input']>;
  /** Calls that started before this time. REST: `<CALL_START_DATE`. */
  readonly startedBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Calls that started at or after this time. REST: `>=CALL_START_DATE`. */
  readonly startedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Calls of one of these types. REST: CALL_TYPE. */
  readonly types?: InputMaybe<ReadonlyArray<TelephonyCallType>>;
  /** Calls of one of these portal users. REST: PORTAL_USER_ID. */
  readonly userIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** The order of calls. REST: SORT and ORDER of `voximplant.statistic.get`. */
export type TelephonyCallOrder = {
  /** The direction: `DESC`, newest first, for display; `ASC` to read all calls, because new ones are added at the end. */
  readonly direction?: TelephonyOrderDirection;
  /** The field to order by. */
  readonly field?: TelephonyCallOrderField;
};

/** The fields that calls can be ordered by. REST: SORT of `voximplant.statistic.get`. */
export type TelephonyCallOrderField =
  /** By `statisticId`: the portal numbers calls in the order in which they ended. REST: ID. */
  'STATISTIC_ID';

/** How a call ended. REST: CALL_FAILED_CODE. */
export type TelephonyCallOutcome =
  /** The number is blocked. REST: 423. */
  | 'BLOCKED'
  /** The number was busy. REST: 486. */
  | 'BUSY'
  /** The caller hung up first. REST: 603-S. */
  | 'CANCELLED'
  /** The call was declined. REST: 603. */
  | 'DECLINED'
  /** Calls in this direction are not possible. REST: 484, 503. */
  | 'DIRECTION_UNAVAILABLE'
  /** The call was not allowed. REST: 403. */
  | 'FORBIDDEN'
  /** The balance was too low. REST: 402. */
  | 'INSUFFICIENT_FUNDS'
  /** No one answered. REST: 304. */
  | 'MISSED'
  /** Something else. REST: OTHER. */
  | 'OTHER'
  /** The call was answered. REST: 200. */
  | 'SUCCESSFUL'
  /** The number was temporarily unavailable. REST: 480. */
  | 'TEMPORARILY_UNAVAILABLE'
  /** There is no such number. REST: 404. */
  | 'WRONG_NUMBER';

/** How a call was started. REST: CALL_TYPE. */
export type TelephonyCallType =
  /** The portal called back. REST: 4. */
  | 'CALLBACK'
  /** Someone called the portal. REST: 2. */
  | 'INCOMING'
  /** Someone called the portal and was forwarded to a phone. REST: 3. */
  | 'INCOMING_REDIRECTED'
  /** The portal called to read a text or play a sound. REST: 5. */
  | 'INFO_CALL'
  /** A portal user placed the call. REST: 1. */
  | 'OUTGOING';

/**
 * All values of `extensions.code` in errors of executed fields. Requests that are never executed keep the server's own codes
 * (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `BAD_REQUEST`, …).
 *
 * Each error also has `retryable` (true: you can send the same operation again, unchanged, without creating duplicates),
 * `requestId` and, if the portal responded, `bitrix24` with `method`, `error`, `description` and `status`.
 */
export type TelephonyErrorCode =
  /** The caller's token cannot be verified at the moment, because its issuer's keys cannot be fetched. Nothing was executed: send the operation again after `retryAfterMs` milliseconds, and do not log your user out. */
  | 'AUTHENTICATION_UNAVAILABLE'
  /** The input is not valid. `problems` lists every problem as `{argument, message}`: `argument` is a path that starts with the name of the field's argument, such as `["input", "title"]`. The `argument` next to `problems` is that of the first problem. */
  | 'BAD_USER_INPUT'
  /** A portal administrator denied the application this method. */
  | 'CONFIRMATION_DENIED'
  /** A portal administrator must confirm this method first, and again for each new access token of an application. Ask them to, then send the operation again. */
  | 'CONFIRMATION_REQUIRED'
  /** Not allowed. The portal refuses it: the owner of the webhook or application lacks a right or scope, only applications may do it and the gateway uses a webhook, or the portal's plan does not include it. Or the gateway does: the caller's key or token lacks a scope (`requiredScopes`) or is not for this portal. */
  | 'FORBIDDEN'
  /** The idempotency key was already used with other arguments. Nothing was executed: use a new key for a new operation. */
  | 'IDEMPOTENCY_CONFLICT'
  /** The gateway itself failed. The operator can find the cause in the log under `requestId`. */
  | 'INTERNAL_SERVER_ERROR'
  /** The portal has reached its limit of cloud PBX lines, including those of other applications. Delete one, or use an office PBX. */
  | 'MAX_CLOUD_PBX'
  /** The object that the operation refers to does not exist, or is a line that the gateway does not see. */
  | 'NOT_FOUND'
  /** The operation costs more than the gateway allows: see `cost` and `limit`. Nothing was executed. If the error has `bound` instead of `cost`, the operation exceeded that bound while running and was stopped. */
  | 'OPERATION_TOO_COSTLY'
  /** The portal may or may not have executed the write, because its response was lost. After `checkAfterMs` milliseconds its request is no longer taken to be running there: check then whether it was executed, and only then decide whether to send it again. If `retryable` is true, as for an add with an idempotency key, send the same operation again instead: the gateway finds out. */
  | 'OUTCOME_UNKNOWN'
  /** The portal's plan or payment does not cover it. */
  | 'PAYMENT_REQUIRED'
  /** The portal rejected the gateway's own webhook or application. Only the operator can fix it: do not log your user out. */
  | 'PORTAL_CREDENTIAL_REJECTED'
  /** The portal could not be reached or did not return a usable response. A write with this error was not executed. */
  | 'PORTAL_UNAVAILABLE'
  /** A limit of the portal or of this gateway was reached, or an earlier write to the same title or line may still be running there. Nothing was executed. Send the operation again after `retryAfterMs` milliseconds. */
  | 'RATE_LIMITED'
  /** The gateway is shutting down and accepts no new operations. Nothing was executed: send the operation again. */
  | 'SHUTTING_DOWN'
  /** A line or rented number on the portal already has this title. `existingConfigId` identifies it if it is a line that the gateway sees. */
  | 'TITLE_EXISTS'
  /** The caller's own key or token is missing or was rejected. */
  | 'UNAUTHENTICATED'
  /** The portal returned an error that the gateway has no code for: see `bitrix24.error`. */
  | 'UPSTREAM_ERROR';

/** Pages of the portal. A link is null if the portal returns none. REST: `voximplant.url.get`. */
export type TelephonyLinks = {
  readonly __typename?: 'TelephonyLinks';
  /** The page to buy the SIP connector. REST: buy_connector. */
  readonly buyConnectorUrl?: Maybe<Scalars['URL']['output']>;
  /** All lines. For the settings of one line, see `SipLine.settingsUrl`. REST: lines. */
  readonly linesUrl?: Maybe<Scalars['URL']['output']>;
  /** Detailed call statistics. REST: detail_statistics. */
  readonly statisticsUrl?: Maybe<Scalars['URL']['output']>;
};

/** The direction of an order, for every list. REST: ORDER. */
export type TelephonyOrderDirection =
  /** Ascending: lowest, oldest, or A to Z. */
  | 'ASC'
  /** Descending: highest, newest, or Z to A. */
  | 'DESC';

/**
 * A portal user's telephony settings.
 *
 * REST: a row of `voximplant.user.get`.
 */
export type TelephonyUser = {
  readonly __typename?: 'TelephonyUser';
  /**
   * The line that the user calls from, even if the portal no longer has it; null for the portal's default line. REST:
   * DEFAULT_LINE.
   */
  readonly defaultLine?: Maybe<OutgoingLine>;
  /** LINE_ID of the line that the user calls from; null for the portal's default line. REST: DEFAULT_LINE. */
  readonly defaultLineId?: Maybe<Scalars['ID']['output']>;
  /** Unique across portals and opaque, for client caches and routers. To identify a user in an argument, use `userId`. */
  readonly id: Scalars['ID']['output'];
  /** The user's extension, which colleagues dial. REST: INNER_NUMBER. */
  readonly innerNumber?: Maybe<Scalars['String']['output']>;
  /** Whether the user is allowed to connect a SIP phone; false for users who never had one. REST: PHONE_ENABLED. */
  readonly phoneEnabled?: Maybe<Scalars['Boolean']['output']>;
  /** The login for `sipServer`. REST: SIP_LOGIN. */
  readonly sipLogin?: Maybe<Scalars['String']['output']>;
  /** The password for `sipServer`. A secret: select it only where you display it. REST: SIP_PASSWORD. */
  readonly sipPassword?: Maybe<Scalars['String']['output']>;
  /** Host that the user's SIP phone connects to. REST: SIP_SERVER. */
  readonly sipServer?: Maybe<Scalars['String']['output']>;
  /** The user's ID on the portal. REST: ID. */
  readonly userId: Scalars['ID']['output'];
};

/** A voice that can read text. REST: an entry of `voximplant.tts.voices.get`. */
export type TelephonyVoice = {
  readonly __typename?: 'TelephonyVoice';
  /** The voice's ID, as accepted by `voice` in inputs. */
  readonly id: Scalars['ID']['output'];
  /** The voice's name, in the portal's language. */
  readonly name: Scalars['String']['output'];
};

/**
 * Changes to a line. An omitted field keeps its value; null is `BAD_USER_INPUT`. The type cannot be changed.
 *
 * REST: the parameters of `voximplant.sip.update`.
 */
export type UpdateSipLineInput = {
  /** The login for `server`; 1 to 100 characters. REST: LOGIN. */
  readonly login?: InputMaybe<Scalars['String']['input']>;
  /** The password for `server`; at most 100 characters, empty if the server requires none. REST: PASSWORD. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
  /** Host with an optional port; 1 to 100 characters. REST: SERVER. */
  readonly server?: InputMaybe<Scalars['String']['input']>;
  /** A name that no other line or rented number has. REST: TITLE. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};
