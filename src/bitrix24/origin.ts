/**
 * What a command is sent for, for logs and traces. Nothing below looks into it, and an observer may know more about the
 * very object.
 */
export interface Origin {
  readonly requestId: string;
  readonly portalKey: string;
}
