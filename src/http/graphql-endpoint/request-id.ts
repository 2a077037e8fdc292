interface Errors {
  readonly errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/**
 * Adds the id of the request to every error of a response. Apollo Server's own checks of HTTP (CSRF, batching, the
 * shape of the body) fail before the plugin that adds it to errors of operations runs.
 *
 * @param payload a GraphQL response with errors only, as JSON
 */
export function addRequestId(payload: string, requestId: string): string {
  const { errors, ...rest } = JSON.parse(payload) as Errors;
  return JSON.stringify({
    errors: errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } })),
    ...rest,
  });
}
