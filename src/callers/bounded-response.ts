/**
 * A response with a body that is known to be small. The standard way to read a body has no bound.
 *
 * @param maxBytes after decompression
 * @throws Error if the body is larger; it is not read further then
 */
export async function boundedResponse(response: Response, maxBytes: number): Promise<Response> {
  const { status, body } = response;
  // A status without a body must not be given one, and the body of any other is of no use.
  if (status !== 200 || !body) {
    await body?.cancel();
    return new Response(null, { status });
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`The response has more than ${maxBytes} bytes.`);
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status });
}
