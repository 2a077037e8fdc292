import type { Readable } from 'node:stream';
import type { Holding } from './held-memory.ts';
import { badRequest, tooMuchHeld, type Refusal } from './refusal.ts';

/** A body may arrive in small parts, but not in so many that looking at them is most of the work. */
const MOST_PARTS = 10_000;

/**
 * Reads the body of a request into one buffer. Each part is copied: a part of one byte keeps a buffer of its own alive
 * otherwise, and a million of them more memory than there is.
 *
 * @param limit the most bytes that are read
 * @param holding records what has been read
 * @throws Refusal with 413, with 503 if requests hold too much already, or, to nobody, if the connection is gone
 */
export async function readBody(payload: Readable, limit: number, holding: Holding): Promise<Buffer> {
  let body = Buffer.alloc(0);
  let size = 0;
  let parts = 0;
  let isRefused = false;
  for await (const part of partsOf(payload)) {
    parts += 1;
    if (size + part.length > limit) throw tooLarge('The request body is too large.');
    if (parts > MOST_PARTS) throw tooLarge('The request body arrives in too many parts.');
    isRefused ||= !holding.resize(size + part.length);
    if (isRefused) {
      // Read to its end all the same: clients do not read a response while they are still sending.
      size += part.length;
      body = Buffer.alloc(0);
      holding.release();
      continue;
    }
    if (size + part.length > body.length) {
      const larger = Buffer.alloc(Math.min(limit, 2 * (size + part.length)));
      body.copy(larger, 0, 0, size);
      body = larger;
    }
    part.copy(body, size);
    size += part.length;
  }
  if (isRefused) throw tooMuchHeld();
  return body.subarray(0, size);
}

async function* partsOf(payload: Readable): AsyncGenerator<Buffer, void> {
  try {
    // Destroyed, the request would take its connection with it, before the refusal is sent.
    yield* payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch {
    // The client hung up, was too slow, sent what is not HTTP, or was cut off by the stop: no fault of the gateway.
    throw badRequest(400, 'The request body did not arrive as a whole.', {}, 'client-gone');
  }
}

/** What is left of the body is not read, so the connection cannot be used again. */
function tooLarge(message: string): Refusal {
  return badRequest(413, message, { connection: 'close' });
}
