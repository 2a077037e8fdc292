import type { Readable } from 'node:stream';
import { eachPart } from '../bitrix24/protocol/each-part.ts';
import type { Holding } from './held-memory.ts';
import { badRequest, Refusal, tooMuchHeld } from './refusal.ts';

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
  let body = EMPTY;
  let size = 0;
  let parts = 0;
  let isRefused = false as boolean;

  function add(part: Buffer): true {
    parts += 1;
    if (size + part.length > limit) throw tooLarge('The request body is too large.');
    if (parts > MOST_PARTS) throw tooLarge('The request body arrives in too many parts.');
    isRefused ||= !holding.resize(size + part.length);
    if (isRefused) {
      // Read to its end all the same: clients do not read a response while they are still sending.
      size += part.length;
      body = EMPTY;
      holding.release();
      return true;
    }
    if (size + part.length > body.length) {
      // Most bodies come in one part.
      const larger = Buffer.alloc(parts === 1 ? part.length : Math.min(limit, 2 * (size + part.length)));
      body.copy(larger, 0, 0, size);
      body = larger;
    }
    part.copy(body, size);
    size += part.length;
    return true;
  }

  try {
    // Never destroyed: the request would take its connection with it, before a refusal is sent.
    await eachPart(payload, add);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // The client hung up, was too slow, sent what is not HTTP, or was cut off by the stop: no fault of the gateway.
    throw badRequest(400, 'The request body did not arrive as a whole.', {}, 'client-gone');
  }
  if (isRefused) throw tooMuchHeld();
  return body.subarray(0, size);
}

const EMPTY = Buffer.alloc(0);

/** What is left of the body is not read, so the connection cannot be used again. */
function tooLarge(message: string): Refusal {
  return badRequest(413, message, { connection: 'close' });
}
