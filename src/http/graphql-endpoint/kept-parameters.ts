/**
 * What is kept of the body of an operation: the parameters that GraphQL over HTTP defines, and of `extensions` only the
 * one that Apollo Server reads. A request holds its body for as long as it waits for a portal, and nothing bounds what
 * a client adds to it.
 */
export function keptParameters(body: unknown): unknown {
  if (!isRecord(body) || Object.keys(body).length === 0) return body;
  const { query, operationName, variables, extensions } = body;
  return {
    query,
    // Anything that is not what it should be is kept for Apollo Server to refuse.
    ...('operationName' in body && { operationName }),
    ...('variables' in body && { variables }),
    ...('extensions' in body && {
      extensions: isRecord(extensions) ? keptExtensions(extensions) : extensions,
    }),
  };
}

/** A persisted query is refused, with an error that tells clients to send the whole operation. */
function keptExtensions({
  persistedQuery,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return persistedQuery === undefined ? {} : { persistedQuery };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
