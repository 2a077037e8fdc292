/** What a control route sends back, as JSON. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}
