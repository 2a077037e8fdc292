interface Errors {
  readonly errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/**
 * Adds the id of the request to the errors of a response that have none. Apollo Server's own checks of HTTP (foreign
 * pages, several operations at once, the shape of the body) fail before it knows which request it is.
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
