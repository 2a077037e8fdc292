/** The response of a control route; the body is sent as JSON. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}
