import type { FastifyRequest, HookHandlerDoneFunction } from 'fastify';

/** What a request by GET may leave out, and may therefore leave empty; as JSON, "nothing" is null. */
const OPTIONAL = [
  ['variables', ''],
  ['variables', 'null'],
  ['operationName', ''],
  ['extensions', ''],
  ['extensions', 'null'],
] as const;

/**
 * Removes empty parameters from the address of an operation: clients and forms send them for what they have nothing
 * for.
 */
export function removeEmptyParameters(
  request: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  const [path, search] = splitAtQuestionMark(request.raw.url ?? '');
  if (search === '') {
    done();
    return;
  }
  const parameters = new URLSearchParams(search);
  const empty = OPTIONAL.filter(([name, nothing]) => parameters.has(name, nothing));
  for (const [name, nothing] of empty) parameters.delete(name, nothing);
  if (empty.length > 0) request.raw.url = `${path}?${parameters.toString()}`;
  done();
}

function splitAtQuestionMark(url: string): [path: string, search: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
