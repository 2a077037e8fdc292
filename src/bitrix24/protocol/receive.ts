import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { createAnswerMeter, OversizedAnswerError, type AnswerBounds } from './answer-bounds.ts';

/** What {@link receive} can decompress, as the value of `Accept-Encoding`. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

/** A page of something else than the REST service is read this far, in bytes, so that its connection can be kept. */
const MAX_PAGE_BYTES = 64 * 1024;

/**
 * The most parts in which an answer arrives: those of the largest one, in packets as small as networks have them. Each
 * takes memory and time of its own, however little is in it.
 */
const MAX_PARTS = 20_000;

/** What may be read from a connection and not have come here yet, in bytes: the buffers of streams, and then some. */
const BUFFERED_BYTES = 1024 * 1024;

/**
 * Reads an answer to its end and returns its text without what is in front of it: space and byte order marks. The text is
 * empty if it is not a JSON object. Counted before and after
 * decompression, because a small answer can hold a large one and a large one nothing.
 *
 * @param encoding its `Content-Encoding`
 * @param read the bytes that were read from its connection, which must not be more than twice what was in them
 * @throws OversizedAnswerError as soon as it passes a bound; what it comes from is destroyed then
 */
export async function receive(
  source: Readable,
  encoding: string | undefined,
  bounds: AnswerBounds,
  read: () => number,
): Promise<string> {
  const meter = createAnswerMeter(bounds);
  const kept: Buffer[] = [];
  let arrived = 0;
  let skipped = 0;
  const weigh = async function* (parts: AsyncIterable<Buffer>) {
    let count = 0;
    for await (const part of parts) {
      arrived += part.length;
      count += 1;
      if (arrived > bounds.bytes) throw new OversizedAnswerError(`more than ${bounds.bytes} bytes`);
      if (count > MAX_PARTS || read() > 2 * arrived + BUFFERED_BYTES)
        throw new OversizedAnswerError('too many parts');
      yield part;
    }
  };
  const keep = async (parts: AsyncIterable<Buffer>) => {
    for await (const part of parts) {
      if (meter.add(part)) kept.push(part);
      else if ((skipped += part.length) > MAX_PAGE_BYTES) return;
    }
  };
  const decompress = decompressor(encoding);
  if (!decompress) await keep(weigh(source));
  else {
    try {
      await pipeline(source, weigh, decompress, keep);
    } catch (error) {
      // To stop early is an error for a pipeline, and so is a compressed answer without a body, such as a 204.
      const isEmpty = source.readableEnded && arrived === 0;
      if (skipped <= MAX_PAGE_BYTES && !isEmpty) throw error;
    }
  }
  // The language counts byte order marks as white space, JSON does not.
  return Buffer.concat(kept).toString('utf8').trimStart();
}

function decompressor(encoding: string | undefined) {
  switch (encoding?.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
