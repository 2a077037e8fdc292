/** A path in a field's arguments: the argument's name, then field names and indexes within it. */
export type ArgumentPath = readonly (string | number)[];

/** One entry of `extensions.problems`. */
export interface ArgumentProblem {
  /** The path in the field's arguments, such as `["input", "title"]`; empty if no argument is at fault. */
  readonly argument: ArgumentPath;
  /** A sentence that says what to do. Never quotes the value. */
  readonly message: string;
}

/** The portal's own error, or what is known if the portal did not respond. For logs, not for users. */
export interface PortalDetails {
  /** The REST method, such as `voximplant.sip.add`. */
  readonly method: string;
  /** The portal's code; null if it returned none. */
  readonly error: string | null;
  /** The portal's text in the portal's language, or the gateway's; without markup or secrets. */
  readonly description: string;
  /** The HTTP status; null if there was no response. */
  readonly status: number | null;
  /** The change that was being checked when `method` failed. */
  readonly verifying?: string;
}

/** `bitrix24` is optional in every error: there is none if the gateway decided, and routers may withhold it. */
interface FromPortal {
  readonly bitrix24?: PortalDetails;
}

interface Retried {
  /** Milliseconds to wait before the operation is sent again. */
  readonly retryAfterMs: number;
}

/**
 * What the errors with each code have besides {@link CommonExtensions}. A required key is in every error with the code.
 * Keys that are required because of their code must be added here first: the gateway returns no others.
 */
export interface DetailsByCode {
  readonly MAX_CLOUD_PBX: FromPortal;
  readonly TITLE_EXISTS: FromPortal & {
    /** The path of the title. */
    readonly argument: ArgumentPath;
    /** The line that has the title, if it is one that the gateway sees. */
    readonly existingConfigId?: string;
  };
  readonly BAD_USER_INPUT: FromPortal & {
    /** The path of the first problem. */
    readonly argument: ArgumentPath;
    /** Every problem that was found. */
    readonly problems: readonly ArgumentProblem[];
  };
  readonly NOT_FOUND: FromPortal & {
    /** The path of the ID that identifies nothing. */
    readonly argument?: ArgumentPath;
  };
  readonly FORBIDDEN: FromPortal & {
    /** The gateway scopes that the key or token lacks: all of any one of these lists are sufficient. */
    readonly requiredScopes?: readonly (readonly string[])[];
  };
  readonly UNAUTHENTICATED: FromPortal;
  readonly AUTHENTICATION_UNAVAILABLE: Retried;
  readonly PORTAL_CREDENTIAL_REJECTED: FromPortal & {
    /** `REINSTALL_NEEDED`: a portal administrator must install the application again. */
    readonly portalState?: string;
  };
  readonly PAYMENT_REQUIRED: FromPortal;
  readonly CONFIRMATION_REQUIRED: FromPortal;
  readonly CONFIRMATION_DENIED: FromPortal;
  readonly OPERATION_TOO_COSTLY: {
    /** The operation's cost, if it was refused before any part of it was executed. */
    readonly cost?: number;
    /** The highest cost that is allowed, or the bound. */
    readonly limit: number;
    /** What the operation exceeded while running: `commands`, `values`, `characters`, `received`, `memory`, `errors`. */
    readonly bound?: string;
  };
  readonly RATE_LIMITED: FromPortal &
    Retried & {
      /** The path of the idempotency key that is in use. */
      readonly argument?: ArgumentPath;
    };
  readonly PORTAL_UNAVAILABLE: FromPortal & Partial<Retried>;
  readonly OUTCOME_UNKNOWN: FromPortal & {
    /** Milliseconds to wait before checking whether the write was executed; 0: check now. */
    readonly checkAfterMs: number;
  };
  readonly UPSTREAM_ERROR: FromPortal;
  readonly IDEMPOTENCY_CONFLICT: {
    /** The path of the idempotency key. */
    readonly argument: ArgumentPath;
  };
  readonly SHUTTING_DOWN: Partial<Retried>;
  readonly INTERNAL_SERVER_ERROR: object;
}

/** All codes of the gateway's own errors, as in the enum of the schema. */
export type TelephonyErrorCode = keyof DetailsByCode;

/** What every error of the gateway has. */
export interface CommonExtensions {
  /** True: the same operation can be sent again, unchanged, without creating duplicates. */
  readonly retryable: boolean;
  /** Identifies the request in the gateway's log. */
  readonly requestId: string;
  /** True: the change was made, but could not be read back. False: the portal confirmed it, but did not make it. */
  readonly applied?: boolean;
}

/** The `extensions` of an error, as a union that is discriminated by `code`. */
export type TelephonyErrorExtensions<Code extends TelephonyErrorCode = TelephonyErrorCode> = {
  readonly [C in Code]: { readonly code: C } & CommonExtensions & DetailsByCode[C];
}[Code];
