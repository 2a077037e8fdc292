/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/**
 * A line to add. All fields are validated before anything is sent: a `BAD_USER_INPUT` error first reports every field that is
 * missing or of the wrong type, and once there is none, every value that is not allowed.
 *
 * REST: the parameters of `voximplant.sip.add`.
 */
export type AddSipLineInput = {
  /** The login for `server`; 1 to 100 characters. REST: LOGIN. */
  readonly login: string;
  /** The password for `server`; at most 100 characters, empty if the server requires none. REST: PASSWORD. */
  readonly password: string;
  /** Host of the provider or office PBX, with an optional port; 1 to 100 characters. REST: SERVER. */
  readonly server: string;
  /** A name that no other line or rented number on the portal has, ignoring case and surrounding whitespace. REST: TITLE. */
  readonly title: string;
  /** Cloud PBX or office PBX. REST: TYPE. */
  readonly type?: PbxType;
};

/** The two ways to connect a PBX. REST: TYPE of `voximplant.sip.add`. */
export type PbxType =
  /** A cloud PBX: the portal registers with the provider. A portal can have a limited number of these lines. */
  | 'CLOUD'
  /** An office PBX: it registers with the portal. */
  | 'OFFICE';

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

/**
 * Selects calls that match every given condition. Null means that the condition is not given.
 *
 * REST: FILTER of `voximplant.statistic.get`.
 */
export type TelephonyCallFilter = {
  /** Calls with one of these IDs. REST: CALL_ID. */
  readonly callIds?: ReadonlyArray<string | number> | null | undefined;
  /** Calls that belong to one of these CRM activities. REST: CRM_ACTIVITY_ID. */
  readonly crmActivityIds?: ReadonlyArray<string | number> | null | undefined;
  /** Calls that belong to CRM records with one of these IDs. Requires `crmEntityType`. REST: CRM_ENTITY_ID. */
  readonly crmEntityIds?: ReadonlyArray<string | number> | null | undefined;
  /** Calls that belong to CRM records of this type, such as `CONTACT`. REST: CRM_ENTITY_TYPE. */
  readonly crmEntityType?: string | null | undefined;
  /** Calls on one of these lines. REST: PORTAL_NUMBER. */
  readonly lineIds?: ReadonlyArray<string | number> | null | undefined;
  /** Calls that lasted at least this many seconds. REST: `>=CALL_DURATION`. */
  readonly minDurationSeconds?: number | null | undefined;
  /** Calls that ended in one of these ways. REST: CALL_FAILED_CODE. */
  readonly outcomes?: ReadonlyArray<TelephonyCallOutcome> | null | undefined;
  /** Calls whose other party has exactly this number, written as in `TelephonyCall.phoneNumber`. REST: `=PHONE_NUMBER`. */
  readonly phoneNumber?: string | null | undefined;
  /** Calls whose other party's number contains these digits. REST: `%PHONE_NUMBER`. */
  readonly phoneNumberContains?: string | null | undefined;
  /** Calls that started before this time. REST: `<CALL_START_DATE`. */
  readonly startedBefore?: string | null | undefined;
  /** Calls that started at or after this time. REST: `>=CALL_START_DATE`. */
  readonly startedFrom?: string | null | undefined;
  /** Calls of one of these types. REST: CALL_TYPE. */
  readonly types?: ReadonlyArray<TelephonyCallType> | null | undefined;
  /** Calls of one of these portal users. REST: PORTAL_USER_ID. */
  readonly userIds?: ReadonlyArray<string | number> | null | undefined;
};

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
 * Changes to a line. An omitted field keeps its value; null is `BAD_USER_INPUT`. The type cannot be changed.
 *
 * REST: the parameters of `voximplant.sip.update`.
 */
export type UpdateSipLineInput = {
  /** The login for `server`; 1 to 100 characters. REST: LOGIN. */
  readonly login?: string | null | undefined;
  /** The password for `server`; at most 100 characters, empty if the server requires none. REST: PASSWORD. */
  readonly password?: string | null | undefined;
  /** Host with an optional port; 1 to 100 characters. REST: SERVER. */
  readonly server?: string | null | undefined;
  /** A name that no other line or rented number has. REST: TITLE. */
  readonly title?: string | null | undefined;
};

export type CallsQueryVariables = Exact<{
  after?: string | null | undefined;
  filter?: TelephonyCallFilter | null | undefined;
}>;

export type CallsQuery = {
  readonly telephonyCalls: {
    readonly __typename: 'TelephonyCallConnection';
    readonly nodes: ReadonlyArray<{
      readonly __typename: 'TelephonyCall';
      readonly id: string;
      readonly type: TelephonyCallType | null;
      readonly outcome: TelephonyCallOutcome | null;
      readonly failedReason: string | null;
      readonly phoneNumber: string | null;
      readonly startedAt: string | null;
      readonly durationSeconds: number | null;
      readonly lineId: string | null;
      readonly line: {
        readonly __typename: 'OutgoingLine';
        readonly id: string;
        readonly name: string | null;
      } | null;
    }>;
    readonly pageInfo: {
      readonly __typename: 'PageInfo';
      readonly endCursor: string | null;
      readonly hasNextPage: boolean;
    };
  } | null;
};

export type AddLineMutationVariables = Exact<{
  input: AddSipLineInput;
  key: string;
}>;

export type AddLineMutation = {
  readonly addSipLine: {
    readonly __typename: 'SipLine';
    readonly id: string;
    readonly configId: string;
    readonly type: PbxType;
    readonly title: string;
    readonly server: string;
    readonly login: string;
    readonly regId: string | null;
    readonly lineId: string | null;
    readonly lastRegistration: {
      readonly __typename: 'LastRegistration';
      readonly statusCode: number | null;
      readonly errorMessage: string | null;
    } | null;
  } | null;
};

export type AddLinesMutationVariables = Exact<{
  inputs: ReadonlyArray<AddSipLineInput> | AddSipLineInput;
  key: string;
}>;

export type AddLinesMutation = {
  readonly addSipLines: ReadonlyArray<{
    readonly __typename: 'SipLine';
    readonly id: string;
    readonly configId: string;
    readonly type: PbxType;
    readonly title: string;
    readonly server: string;
    readonly login: string;
    readonly regId: string | null;
    readonly lineId: string | null;
    readonly lastRegistration: {
      readonly __typename: 'LastRegistration';
      readonly statusCode: number | null;
      readonly errorMessage: string | null;
    } | null;
  } | null> | null;
};

export type UpdateLineMutationVariables = Exact<{
  configId: string | number;
  input: UpdateSipLineInput;
  key: string;
}>;

export type UpdateLineMutation = {
  readonly updateSipLine: {
    readonly __typename: 'SipLine';
    readonly id: string;
    readonly configId: string;
    readonly type: PbxType;
    readonly title: string;
    readonly server: string;
    readonly login: string;
    readonly regId: string | null;
    readonly lineId: string | null;
    readonly lastRegistration: {
      readonly __typename: 'LastRegistration';
      readonly statusCode: number | null;
      readonly errorMessage: string | null;
    } | null;
  } | null;
};

export type DeleteLineMutationVariables = Exact<{
  configId: string | number;
  key: string;
}>;

export type DeleteLineMutation = {
  readonly deleteSipLine: { readonly __typename: 'DeletedSipLine'; readonly id: string } | null;
};

export type MakeDefaultMutationVariables = Exact<{
  configId: string | number;
  key: string;
}>;

export type MakeDefaultMutation = {
  readonly setDefaultOutgoingSipLine: {
    readonly __typename: 'OutgoingLine';
    readonly id: string;
    readonly lineId: string;
  } | null;
};

export type LineRowFragment = {
  readonly __typename: 'SipLine';
  readonly id: string;
  readonly configId: string;
  readonly type: PbxType;
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly regId: string | null;
  readonly lineId: string | null;
  readonly lastRegistration: {
    readonly __typename: 'LastRegistration';
    readonly statusCode: number | null;
    readonly errorMessage: string | null;
  } | null;
};

export type LiveRegistrationFragment = {
  readonly __typename: 'SipLine';
  readonly registration: {
    readonly __typename: 'SipRegistration';
    readonly status: SipRegistrationStatus | null;
    readonly statusCode: number | null;
    readonly errorMessage: string | null;
    readonly lastUpdated: string | null;
  } | null;
};

export type LinesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type LinesQuery = {
  readonly sipLines: {
    readonly __typename: 'SipLineConnection';
    readonly nodes: ReadonlyArray<{
      readonly __typename: 'SipLine';
      readonly id: string;
      readonly configId: string;
      readonly type: PbxType;
      readonly title: string;
      readonly server: string;
      readonly login: string;
      readonly regId: string | null;
      readonly lineId: string | null;
      readonly lastRegistration: {
        readonly __typename: 'LastRegistration';
        readonly statusCode: number | null;
        readonly errorMessage: string | null;
      } | null;
    } | null>;
    readonly pageInfo: {
      readonly __typename: 'PageInfo';
      readonly endCursor: string | null;
      readonly hasNextPage: boolean;
    };
  } | null;
  readonly defaultOutgoingLine: {
    readonly __typename: 'OutgoingLine';
    readonly id: string;
    readonly lineId: string;
  } | null;
};

export type DefaultLineQueryVariables = Exact<{ [key: string]: never }>;

export type DefaultLineQuery = {
  readonly defaultOutgoingLine: {
    readonly __typename: 'OutgoingLine';
    readonly id: string;
    readonly lineId: string;
  } | null;
};

export type LineQueryVariables = Exact<{
  configId: string | number;
}>;

export type LineQuery = {
  readonly sipLine: {
    readonly __typename: 'SipLine';
    readonly incomingServer: string | null;
    readonly incomingLogin: string | null;
    readonly authUser: string | null;
    readonly outboundProxy: string | null;
    readonly settingsUrl: string | null;
    readonly id: string;
    readonly configId: string;
    readonly type: PbxType;
    readonly title: string;
    readonly server: string;
    readonly login: string;
    readonly regId: string | null;
    readonly lineId: string | null;
    readonly lastRegistration: {
      readonly __typename: 'LastRegistration';
      readonly statusCode: number | null;
      readonly errorMessage: string | null;
    } | null;
  } | null;
  readonly defaultOutgoingLine: {
    readonly __typename: 'OutgoingLine';
    readonly id: string;
    readonly lineId: string;
  } | null;
};

export type PbxPasswordQueryVariables = Exact<{
  configId: string | number;
}>;

export type PbxPasswordQuery = {
  readonly sipLine: {
    readonly __typename: 'SipLine';
    readonly id: string;
    readonly incomingPassword: string | null;
  } | null;
};

export type RegistrationsQueryVariables = Exact<{
  regIds: ReadonlyArray<string | number> | string | number;
}>;

export type RegistrationsQuery = {
  readonly sipLines: {
    readonly __typename: 'SipLineConnection';
    readonly nodes: ReadonlyArray<{
      readonly __typename: 'SipLine';
      readonly id: string;
      readonly regId: string | null;
      readonly registration: {
        readonly __typename: 'SipRegistration';
        readonly status: SipRegistrationStatus | null;
        readonly statusCode: number | null;
        readonly errorMessage: string | null;
        readonly lastUpdated: string | null;
      } | null;
    } | null>;
  } | null;
};

export const LineRowFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LineRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'configId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'type' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'server' } },
          { kind: 'Field', name: { kind: 'Name', value: 'login' } },
          { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'lastRegistration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LineRowFragment, unknown>;
export const LiveRegistrationFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LiveRegistration' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'registration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lastUpdated' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LiveRegistrationFragment, unknown>;
export const CallsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Calls' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'filter' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'TelephonyCallFilter' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'telephonyCalls' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'IntValue', value: '50' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'filter' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'nodes' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'type' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'outcome' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'failedReason' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'phoneNumber' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'startedAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'durationSeconds' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'line' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CallsQuery, CallsQueryVariables>;
export const AddLineDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'AddLine' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'AddSipLineInput' } },
          },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'addSipLine' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'idempotencyKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'LineRow' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LineRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'configId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'type' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'server' } },
          { kind: 'Field', name: { kind: 'Name', value: 'login' } },
          { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'lastRegistration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<AddLineMutation, AddLineMutationVariables>;
export const AddLinesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'AddLines' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'inputs' } },
          type: {
            kind: 'NonNullType',
            type: {
              kind: 'ListType',
              type: {
                kind: 'NonNullType',
                type: { kind: 'NamedType', name: { kind: 'Name', value: 'AddSipLineInput' } },
              },
            },
          },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'addSipLines' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inputs' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'inputs' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'idempotencyKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'LineRow' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LineRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'configId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'type' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'server' } },
          { kind: 'Field', name: { kind: 'Name', value: 'login' } },
          { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'lastRegistration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<AddLinesMutation, AddLinesMutationVariables>;
export const UpdateLineDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'UpdateLine' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
          type: {
            kind: 'NonNullType',
            type: { kind: 'NamedType', name: { kind: 'Name', value: 'UpdateSipLineInput' } },
          },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'updateSipLine' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'configId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'input' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'input' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'idempotencyKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'LineRow' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LineRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'configId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'type' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'server' } },
          { kind: 'Field', name: { kind: 'Name', value: 'login' } },
          { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'lastRegistration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<UpdateLineMutation, UpdateLineMutationVariables>;
export const DeleteLineDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'DeleteLine' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'deleteSipLine' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'configId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'idempotencyKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' } }],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DeleteLineMutation, DeleteLineMutationVariables>;
export const MakeDefaultDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'MakeDefault' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'setDefaultOutgoingSipLine' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'configId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'idempotencyKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MakeDefaultMutation, MakeDefaultMutationVariables>;
export const LinesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Lines' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'sipLines' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'IntValue', value: '50' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'orderBy' },
                value: {
                  kind: 'ObjectValue',
                  fields: [
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'field' },
                      value: { kind: 'EnumValue', value: 'CONFIG_ID' },
                    },
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'direction' },
                      value: { kind: 'EnumValue', value: 'DESC' },
                    },
                  ],
                },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'nodes' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'LineRow' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'defaultOutgoingLine' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LineRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'configId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'type' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'server' } },
          { kind: 'Field', name: { kind: 'Name', value: 'login' } },
          { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'lastRegistration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LinesQuery, LinesQueryVariables>;
export const DefaultLineDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'DefaultLine' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'defaultOutgoingLine' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<DefaultLineQuery, DefaultLineQueryVariables>;
export const LineDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Line' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'sipLine' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'configId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'LineRow' } },
                { kind: 'Field', name: { kind: 'Name', value: 'incomingServer' } },
                { kind: 'Field', name: { kind: 'Name', value: 'incomingLogin' } },
                { kind: 'Field', name: { kind: 'Name', value: 'authUser' } },
                { kind: 'Field', name: { kind: 'Name', value: 'outboundProxy' } },
                { kind: 'Field', name: { kind: 'Name', value: 'settingsUrl' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'defaultOutgoingLine' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LineRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'configId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'type' } },
          { kind: 'Field', name: { kind: 'Name', value: 'title' } },
          { kind: 'Field', name: { kind: 'Name', value: 'server' } },
          { kind: 'Field', name: { kind: 'Name', value: 'login' } },
          { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lineId' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'lastRegistration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LineQuery, LineQueryVariables>;
export const PbxPasswordDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'PbxPassword' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'sipLine' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'configId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'configId' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'incomingPassword' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<PbxPasswordQuery, PbxPasswordQueryVariables>;
export const RegistrationsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Registrations' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'regIds' } },
          type: {
            kind: 'NonNullType',
            type: {
              kind: 'ListType',
              type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
            },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'sipLines' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'IntValue', value: '50' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: {
                  kind: 'ObjectValue',
                  fields: [
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'regIds' },
                      value: { kind: 'Variable', name: { kind: 'Name', value: 'regIds' } },
                    },
                  ],
                },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'nodes' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'regId' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'LiveRegistration' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'LiveRegistration' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'SipLine' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'registration' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'statusCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
                { kind: 'Field', name: { kind: 'Name', value: 'lastUpdated' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RegistrationsQuery, RegistrationsQueryVariables>;
