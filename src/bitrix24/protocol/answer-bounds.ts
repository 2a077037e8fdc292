/** The limits on a response. Anything beyond them is neither read nor parsed. */
export interface AnswerBounds {
  /** On the wire, and again after decompression. */
  readonly bytes: number;
  /** Values of its JSON, at any depth: texts, numbers, lists, maps. */
  readonly values: number;
  /** Nesting of lists and maps. */
  readonly depth: number;
}

/** How large a response is, selected or not. */
export interface ReplySize {
  readonly characters: number;
  /** Values of its JSON, to within a factor of two. */
  readonly values: number;
}

/**
 * The limits on a portal's response. The largest that is ever requested, a batch of fifty pages of fifty calls, takes a
 * fifth of the bytes, half of the values and a fifth of the depth.
 */
export const PORTAL_ANSWER: AnswerBounds = { bytes: 16 * 1024 * 1024, values: 200_000, depth: 32 };

/**
 * The same for requests that write. They return a line or less for each command, and a mutation keeps what it has
 * received even if its client is gone.
 */
export const WRITE_ANSWER: AnswerBounds = { bytes: 4 * 1024 * 1024, values: 20_000, depth: 32 };

/** The limits on a response of the authorization server: a dozen short strings. */
export const TOKEN_ANSWER: AnswerBounds = { bytes: 64 * 1024, values: 200, depth: 8 };

/** A response exceeds a limit. Names the limit and reveals nothing else about the response. */
export class OversizedAnswerError extends Error {
  override readonly name = 'OversizedAnswerError';
  /** What it exceeds, as part of a sentence: `more than 200000 values`. */
  readonly excess: string;

  constructor(excess: string) {
    super(`The answer has ${excess}.`);
    this.excess = excess;
  }
}

/** The gateway stopped reading a response, because the responses of all portals together took too much memory. */
export class DisplacedAnswerError extends Error {
  override readonly name = 'DisplacedAnswerError';
}

/** Measures a response chunk by chunk as it arrives, so that none is parsed that would take too much memory. */
export interface AnswerMeter {
  /**
   * Measures the next chunk. Returns whether it belongs to a JSON object, or to the white space and byte order marks
   * before one: anything else is not from the REST service and need not be kept.
   *
   * @throws OversizedAnswerError
   */
  add(part: Buffer): boolean;
  /** The values counted so far. */
  values(): number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];
const SPACE = 0x20;

/** U+FEFF in UTF-8. A PHP file of a portal that was saved with one puts it in front of every response. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** For fewer bytes than this, a loop is faster than a call of the built-in search. */
const SHORT_TEXT = 48;

/**
 * How far the built-in search looks at once: without a limit, each backslash of a long text could cost a search for a quote
 * to the chunk's end.
 */
const WINDOW = 4096;

/**
 * Returns an index up to which all bytes from `start` are plain text. The byte at it may be a quote, a backslash or plain, or
 * it is the chunk's end.
 */
function endOfPlainText(part: Buffer, start: number): number {
  const near = Math.min(start + SHORT_TEXT, part.length);
  for (let index = start; index < near; index += 1) {
    if (part[index] === QUOTE || part[index] === BACKSLASH) return index;
  }
  const window = part.subarray(near, near + WINDOW);
  const quote = window.indexOf(QUOTE);
  const text = quote === -1 ? window : window.subarray(0, quote);
  const backslash = text.indexOf(BACKSLASH);
  return near + (backslash === -1 ? text.length : backslash);
}

/**
 * Counts only what costs memory: brackets and commas, which give the number of values to within a factor of two.
 * Whether it is JSON at all is left to the parser.
 */
export function createAnswerMeter(bounds: AnswerBounds): AnswerMeter {
  let bytes = 0;
  let values = 0;
  let depth = 0;
  let isObject: boolean | undefined;
  let bytesOfMark = 0;
  let isInText = false;
  let isEscaped = false;

  function countValue(): void {
    values += 1;
    if (values > bounds.values) throw new OversizedAnswerError(`more than ${bounds.values} values`);
  }

  function open(): void {
    depth += 1;
    if (depth > bounds.depth) throw new OversizedAnswerError(`more than ${bounds.depth} levels`);
    countValue();
  }

  function count(byte: number | undefined): void {
    if (byte === QUOTE) isInText = true;
    else if (byte === COMMA) countValue();
    else if (byte === OPEN_MAP || byte === OPEN_LIST) open();
    else if (byte === CLOSE_MAP || byte === CLOSE_LIST) depth -= 1;
  }

  /** Looks for the first byte of the JSON itself. */
  function begin(part: Buffer): void {
    for (const byte of part) {
      if (byte === BYTE_ORDER_MARK[bytesOfMark]) bytesOfMark = (bytesOfMark + 1) % BYTE_ORDER_MARK.length;
      else if (byte > SPACE || bytesOfMark > 0) {
        isObject = byte === OPEN_MAP && bytesOfMark === 0;
        return;
      }
    }
  }

  return {
    add(part) {
      if (isObject === undefined) begin(part);
      if (isObject === false) return false;
      bytes += part.length;
      if (bytes > bounds.bytes) throw new OversizedAnswerError(`more than ${bounds.bytes} bytes`);
      // Most bytes are inside texts, and are skipped many at a time.
      for (let index = 0; index < part.length; index += 1) {
        if (isEscaped) isEscaped = false;
        else if (isInText) {
          index = endOfPlainText(part, index);
          isInText = part[index] !== QUOTE;
          isEscaped = part[index] === BACKSLASH;
        } else count(part[index]);
      }
      return true;
    },
    values: () => values,
  };
}
