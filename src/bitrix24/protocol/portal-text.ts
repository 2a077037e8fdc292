import { Secret } from '../../config/secret.ts';
import { hasEscapes, layersOf, type Layers } from '../../observability/escapes.ts';
import { MIN_MASKED_LENGTH } from '../../observability/known-secrets.ts';
import { printable } from '../../observability/printable.ts';
import { createScrubber, type Scrubber } from '../../observability/scrubber.ts';
import { decidesExecution } from './errors.ts';
import { plainText } from './plain-text.ts';
import type { TextCleaner } from './text-cleaner.ts';

/** How much of a text is read, in characters. The HTML parser takes more than linear time for long ones. */
const MAX_READ_LENGTH = 4_000;
/**
 * The same for all long texts of a response; the descriptions of fifty errors take half of it. The rest are dropped.
 */
const MAX_READ_LENGTH_OF_ALL = 40_000;
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
  let leftOfLinks = MAX_READ_LENGTH_OF_LINKS;
  const isAffordable = ({ length }: string) => {
    left -= length > SHORT_LENGTH ? Math.min(length, MAX_READ_LENGTH) : 0;
    return left >= 0;
  };
  return {
    text: (text) => (isAffordable(text) ? withoutSecrets(text, inTexts()) : ''),
    quoting: (text) =>
      isAffordable(text)
        ? (also) => withoutSecrets(text, also.length === 0 ? inTexts() : scrubberOf(also))
        : () => '',
    code(code) {
      if (decidesExecution(code)) return code;
      if (!isAffordable(code)) return '';
      const { scrub } = CODE.test(code) ? inCodes() : inTexts();
      return printable(scrub(code, MAX_CODE_LENGTH));
    },
    link(address) {
      const isEscaped = hasEscapes(address);
      if (address.length > MAX_READ_LENGTH || (isEscaped && leftOfLinks <= 0)) return null;
      const readings = layersOf(address);
      if (isEscaped) for (const { text } of readings.layers) leftOfLinks -= text.length;
      return holdsCredential(readings) || inLinks().holdsKnown(readings) ? null : address;
    },
  };
}

function withoutSecrets(text: string, { scrub, quotesShort }: Scrubber): string {
  const readable = plainText(scrub(text, MAX_READ_LENGTH));
  // A secret of a few characters cannot be cut out without showing where it was, so the text is not shown at all.
  if (quotesShort(text.slice(0, MAX_READ_LENGTH)) || quotesShort(readable)) return '';
  return printable(scrub(readable)).slice(0, MAX_TEXT_LENGTH);
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
