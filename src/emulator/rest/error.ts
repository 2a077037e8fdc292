/** A refusal by the portal, sent as `{"error": code, "error_description": message}` with the given HTTP status. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  /** May be empty: some telephony methods refuse without a code. */
  readonly code: string;

  constructor(status: number, code: string, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }
}
