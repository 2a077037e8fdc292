/**
 * A response whose body is known to be small. The standard ways to read a body have no limit.
 *
 * @param maxBytes after decompression
 * @throws Error if the body is larger; the rest is not read
 */
export async function boundedResponse(response: Response, maxBytes: number): Promise<Response> {
  const { status, body } = response;
  // Some statuses must not have a body, and only the body of a 200 is of use.
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
