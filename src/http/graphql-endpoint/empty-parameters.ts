import type { FastifyRequest, HookHandlerDoneFunction } from 'fastify';

/** What a request by GET may leave out, and may therefore leave empty. */
const OPTIONAL = ['variables', 'operationName', 'extensions'];

/** Removes empty parameters from the address of an operation: clients and forms send them for what they have nothing for. */
export function removeEmptyParameters(
  request: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  const [path, search] = splitAtQuestionMark(request.raw.url ?? '');
  const parameters = new URLSearchParams(search);
  const empty = OPTIONAL.filter((name) => parameters.has(name, ''));
  for (const name of empty) parameters.delete(name, '');
  if (empty.length > 0) request.raw.url = `${path}?${parameters.toString()}`;
  done();
}

function splitAtQuestionMark(url: string): [path: string, search: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
