import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { AnswerMemory } from '../answer-memory.ts';
import {
  createAnswerMeter,
  DisplacedAnswerError,
  OversizedAnswerError,
  type AnswerBounds,
} from './answer-bounds.ts';
import { eachPart } from './each-part.ts';

/** What {@link receive} can decompress, as the value of `Accept-Encoding`. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

/** How much of a page not from the REST service is read, in bytes, so that the connection can be reused. */
const MAX_PAGE_BYTES = 64 * 1024;

/**
 * The most chunks that a response may arrive in: enough for the largest one in the smallest packets that networks use.
 * Each chunk costs memory and time, however small it is.
 */
const MAX_PARTS = 20_000;

/** Bytes read from a connection that may not have arrived here yet: stream buffers, with a margin. */
const BUFFERED_BYTES = 1024 * 1024;

/** What a buffer takes in memory besides its bytes. */
const BYTES_OF_BUFFER = 200;

export interface ReceiveOptions {
  /** The `Content-Encoding` of the response. */
  readonly encoding: string | undefined;
  readonly bounds: AnswerBounds;
  /** Returns the number of bytes read from its connection, which must not exceed twice the size of the body. */
  readonly read: () => number;
  /** Where it is recorded while it arrives. */
  readonly memory: AnswerMemory;
}

/** The body of a response. */
export interface Received {
  readonly text: string;
  /** Values of its JSON, to within a factor of two. */
  readonly values: number;
}

/**
 * Reads a response to its end and returns its text without leading white space and byte order marks. The text is empty
 * if it is not a JSON object, or not in UTF-8. Limits apply before and after decompression, because a small body can
 * expand to a large one and a large one to nothing.
 *
 * @throws OversizedAnswerError as soon as it exceeds a limit; its source is then destroyed
 * @throws DisplacedAnswerError if there is no memory for it; its source is then destroyed
 */
export async function receive(source: Readable, options: ReceiveOptions): Promise<Received> {
  let displaced: DisplacedAnswerError | undefined;
  const throwIfDisplaced = () => {
    if (displaced) throw displaced;
  };
  const holding = options.memory.open(() => {
    displaced = new DisplacedAnswerError();
    source.destroy();
    return true;
  });
  try {
    return await readAll(source, options, (bytes) => {
      holding.add(bytes);
      throwIfDisplaced();
    });
  } catch (error) {
    // What is thrown because the source was destroyed may be anything.
    throwIfDisplaced();
    throw error;
  } finally {
    if (!source.readableEnded) source.destroy();
    holding.release();
  }
}

/** @param hold records that so many bytes more are kept */
async function readAll(
  source: Readable,
  { encoding, bounds, read }: ReceiveOptions,
  hold: (bytes: number) => void,
): Promise<Received> {
  const meter = createAnswerMeter(bounds);
  const kept: Buffer[] = [];
  let arrived = 0;
  let count = 0;
  let skipped = 0;
  const weighOne = (part: Buffer): void => {
    arrived += part.length;
    count += 1;
    if (arrived > bounds.bytes) throw new OversizedAnswerError(`more than ${bounds.bytes} bytes`);
    if (count > MAX_PARTS || read() > 2 * arrived + BUFFERED_BYTES)
      throw new OversizedAnswerError('too many parts');
  };
  const weigh = async function* (parts: AsyncIterable<Buffer>) {
    for await (const part of parts) {
      weighOne(part);
      yield part;
    }
  };
  /** Returns whether to go on. */
  const keepOne = (part: Buffer): boolean => {
    if (meter.add(part)) {
      hold(part.length + BYTES_OF_BUFFER);
      kept.push(part);
      return true;
    }
    return (skipped += part.length) <= MAX_PAGE_BYTES;
  };
  const keep = async (parts: AsyncIterable<Buffer>) => {
    for await (const part of parts) if (!keepOne(part)) return;
  };
  const decompress = decompressor(encoding);
  if (!decompress) {
    await eachPart(source, (part) => {
      weighOne(part);
      return keepOne(part);
    });
  } else {
    try {
      await pipeline(source, weigh, decompress, keep);
    } catch (error) {
      // A pipeline treats an early stop as an error, and so a compressed response without a body, such as a 204.
      const isEmpty = source.readableEnded && arrived === 0;
      if (skipped <= MAX_PAGE_BYTES && !isEmpty) throw error;
    }
  }
  // JavaScript counts byte order marks as white space, JSON does not.
  return { text: decode(Buffer.concat(kept)).trimStart(), values: meter.values() };
}

const DECODER = new TextDecoder('utf-8', { fatal: true });

/**
 * A lenient decoder would replace bytes that are not UTF-8 by U+FFFD, and a wrong title would pass for the right one.
 */
function decode(bytes: Buffer): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    return '';
  }
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
