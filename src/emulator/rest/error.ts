/** Whether a portal refuses with the codes and statuses of today's cloud portals or with those of older portals. */
export type Generation = 'older' | 'newer';

/** The HTTP status of a refusal: one for all portals, or that of older ones and of the newest. */
export type ErrorStatus = number | Readonly<Record<Generation, number>>;

/** A refusal by the portal, sent as `{"error": code, "error_description": message}` with the given HTTP status. */
export class RestError extends Error {
  override readonly name = 'RestError';
  private readonly status: ErrorStatus;
  /** May be empty: some telephony methods refuse without a code. */
  readonly code: string;

  constructor(status: ErrorStatus, code: string, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }

  statusOn(generation: Generation): number {
    return typeof this.status === 'number' ? this.status : this.status[generation];
  }
}
