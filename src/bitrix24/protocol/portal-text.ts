import { Secret } from '../../config/secret.ts';
import { copyText } from '../../observability/copy-text.ts';
import { hasEscapes, layersOf, type Layers } from '../../observability/escapes.ts';
import { MIN_MASKED_LENGTH } from '../../observability/known-secrets.ts';
import { printable } from '../../observability/printable.ts';
import { createScrubber, readingsOf, type Scrubber } from '../../observability/scrubber.ts';
import { decidesExecution } from './errors.ts';
import { plainText } from './plain-text.ts';
import type { QuotingText, TextCleaner } from './text-cleaner.ts';

/** How much of a text is read, in characters. The HTML parser takes more than linear time for long ones. */
const MAX_READ_LENGTH = 4_000;
/**
 * The same for all long texts of a response; the descriptions of fifty errors take half of it. The rest are dropped.
 */
const MAX_READ_LENGTH_OF_ALL = 40_000;
/**
 * The characters of all texts of a response that are read where they are escaped, at all levels. A text that is escaped
 * many times has 100,000, and a batch whose fifty errors are escaped twice fewer.
 */
const MAX_READ_LENGTH_OF_LEVELS = 300_000;
/**
 * The characters of all links of a response that are read where they are escaped, at all levels. A link that is escaped
 * many times takes 20 ms. A full page of the longest links has less, and a batch of full pages of usual ones.
 */
const MAX_READ_LENGTH_OF_LINKS = 1_000_000;
/** Shorter texts are so cheap that they are not counted. */
const SHORT_LENGTH = 100;
const MAX_TEXT_LENGTH = 1_000;
const MAX_CODE_LENGTH = 100;

/**
 * Cleans the texts of one response.
 *
 * @param secrets what the portal was sent, and may quote
 * @param hosts the portal's own, which are secret in texts but not in links to its pages
 */
export function createTextCleaner(secrets: readonly Secret[], hosts: readonly string[] = []): TextCleaner {
  // Removing markup also removes a secret that looks like it, and reveals one that is encoded in it.
  const scrubberOf = (also: readonly Secret[]) => {
    const texts = [...[...secrets, ...also].map((secret) => secret.reveal()), ...hosts];
    // A remainder too short to be masked would suppress whole texts, although the secret itself is long.
    const rests = texts.map(plainText).filter(({ length }) => length >= MIN_MASKED_LENGTH);
    return createScrubber([...texts, ...rests].map((text) => new Secret(text)));
  };
  const inTexts = lazy(() => scrubberOf([]));
  const inCodes = lazy(() => createScrubber(secrets.filter((secret) => isUnlikelyInCode(secret.reveal()))));
  const inLinks = lazy(() => createScrubber(secrets));
  let left = MAX_READ_LENGTH_OF_ALL;
  let leftOfLevels = MAX_READ_LENGTH_OF_LEVELS;
  let leftOfLinks = MAX_READ_LENGTH_OF_LINKS;
  const isAffordable = ({ length }: string) => {
    left -= length > SHORT_LENGTH ? Math.min(length, MAX_READ_LENGTH) : 0;
    return left >= 0;
  };
  /** The readings of a text that is escaped, as long as those of the response are not too long; undefined beyond. */
  const readings = (text: string, length?: number): Layers | undefined => {
    if (leftOfLevels <= 0 && hasEscapes(text)) return undefined;
    const read = readingsOf(text, length);
    if (read.layers.length > 1) leftOfLevels -= read.size;
    return read;
  };
  const withoutSecrets = (text: string, { scrub, quotesShort }: Scrubber): string => {
    const raw = readings(text, MAX_READ_LENGTH);
    if (!raw) return '';
    const readable = plainText(scrub(text, MAX_READ_LENGTH, raw));
    const rest = readings(readable);
    // A secret of a few characters cannot be cut out without showing where it was, so the text is not shown at all.
    if (!rest || quotesShort(raw) || quotesShort(rest)) return '';
    return copyText(printable(scrub(readable, readable.length, rest)).slice(0, MAX_TEXT_LENGTH));
  };
  function quoting(text: string): QuotingText {
    if (!isAffordable(text)) return () => '';
    return (also) => withoutSecrets(text, also.length === 0 ? inTexts() : scrubberOf(also));
  }

  return {
    text: (text) => quoting(text)([]),
    quoting,
    code(code) {
      if (decidesExecution(code)) return code;
      if (!isAffordable(code)) return '';
      const { scrub } = CODE.test(code) ? inCodes() : inTexts();
      return copyText(printable(scrub(code, MAX_CODE_LENGTH)));
    },
    link(address) {
      const isEscaped = hasEscapes(address);
      if (address.length > MAX_READ_LENGTH || (isEscaped && leftOfLinks <= 0)) return null;
      const read = layersOf(address);
      if (isEscaped) leftOfLinks -= read.size;
      return holdsCredential(read) || inLinks().holdsKnown(read) ? null : address;
    },
  };
}

const CODE = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;

/** Codes are made of words. A password like "error" must not change INTERNAL_SERVER_ERROR. */
function isUnlikelyInCode(secret: string): boolean {
  return /\d/.test(secret) || secret.length >= 12;
}

// A webhook's address, a user name with a password, and the names that the vendor gives to tokens. Others, such as
// "token", may be what a provider signs the address of a recording with.
const CREDENTIAL_IN_LINK =
  /\/rest\/\d+\/[^/?#]|:\/\/[^/?#]*@|[?&#](?:auth|auth_id|refresh_id|(?:access|refresh|application)_token|client_secret|[^=&]{0,50}password[^=&]{0,50})=[^&]/i;

function holdsCredential({ layers }: Layers): boolean {
  return layers.some(({ text }) => CREDENTIAL_IN_LINK.test(text));
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
