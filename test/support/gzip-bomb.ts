import { crc32, constants, deflateRawSync } from 'node:zlib';

/** What stands before the data of any gzip file: its mark, deflate, no flags, no time, an unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const PART = Buffer.alloc(2 ** 20, 'x');

/**
 * What `gzipSync` makes of a JSON text with a long run of `x` in it, in milliseconds instead of a second: the run is
 * compressed once, and its block repeated.
 *
 * @param mebibytes how long the run is
 */
export function gzipBomb(before: string, mebibytes: number, after: string): Buffer {
  const parts = [Buffer.from(before), ...Array.from({ length: mebibytes }, () => PART), Buffer.from(after)];
  const end = Buffer.alloc(8);
  end.writeUInt32LE(parts.reduce((sum, part) => crc32(part, sum), 0));
  end.writeUInt32LE(
    parts.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  // Whole bytes and nothing that refers to what came before, so that blocks can stand in any order.
  const block = (part: Buffer) => deflateRawSync(part, { finishFlush: constants.Z_FULL_FLUSH });
  const [first, middle, last] = [block(parts[0] ?? PART), block(PART), deflateRawSync(after)];
  return Buffer.concat([HEADER, first, ...Array.from({ length: mebibytes }, () => middle), last, end]);
}
