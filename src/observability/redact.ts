const MASK = '[redacted]';

/** Matches names of parameters and properties whose values are secret, in any case and within a longer name. */
const SECRET_NAME = /pass(word|wd)?|secret|token|auth(?!_user)|credential|api_?key|cookie/i;

/** Whether the value of this name is secret: `PASSWORD`, `INCOMING_PASSWORD`, `auth`, … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

// A webhook's code is part of its address, and network libraries often print addresses in their errors.
const WEBHOOK_ADDRESS = /\/rest\/\d+\/[^/\s"'<>]+/gi;

// The patterns below match only from the start of a word, so that matching a long text takes linear time.

// A renamed portal refers to itself by a name that is in no setting.
const CLOUD_PORTAL = /(?<![a-z0-9-])[a-z0-9-]+\.bitrix24\.[a-z.]*[a-z]/gi;

// In addresses, forms and batch commands: PASSWORD=…, FIELDS%5BPASSWORD%5D=…, auth=…
const SECRET_PARAMETER = new RegExp(
  `(?<![\\w%.[\\]-])([\\w%.[\\]-]{0,60}?(?:${SECRET_NAME.source})[\\w%.[\\]-]{0,60}=)[^&\\s"'<>]+`,
  'gi',
);

// In JSON that is embedded in another text, where quotes may be escaped.
const PROPERTY = /"([^"\\]{1,200})(\\?"\s{0,5}:\s{0,5}\\?")(?:[^"\\]|\\[^"])*/g;

const BEARER = /\b(bearer\s{1,5})[\w.~+/=-]+/gi;

/** Shorter secrets are not masked: masking every "a" would hide the text, not the secret. */
export const MIN_SCRUBBED_LENGTH = 4;

/**
 * Masks the given secrets in a text, in any case, trimmed or not, plain or encoded, and also addresses of webhooks and
 * cloud portals and values with secret names. Secrets of fewer than {@link MIN_SCRUBBED_LENGTH} characters stay.
 */
export function scrub(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .flatMap((secret) => [secret, secret.trim()])
    .flatMap((secret) => [secret, ...encodings(secret)])
    .filter((form) => form.length >= MIN_SCRUBBED_LENGTH)
    .sort((one, other) => other.length - one.length);
  let clean = text;
  for (const form of new Set(forms)) clean = clean.replace(new RegExp(escaped(form), 'gi'), MASK);
  return scrubPatterns(clean);
}

/** Masks everything that looks like a secret, known or not. */
function scrubPatterns(text: string): string {
  return text
    .replace(WEBHOOK_ADDRESS, `/rest/${MASK}`)
    .replace(CLOUD_PORTAL, MASK)
    .replace(PROPERTY, (found, name: string, between: string) =>
      isSecretName(name) ? `"${name}${between}${MASK}` : found,
    )
    .replace(SECRET_PARAMETER, `$1${MASK}`)
    .replace(BEARER, `$1${MASK}`);
}

/** The text as it appears in a path, a batch command, a form and JSON. */
function encodings(text: string): string[] {
  const uri = encodeURIComponent(text.toWellFormed());
  const strict = uri.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  const form = new URLSearchParams({ '': text }).toString().slice(1);
  return [uri, strict, form, JSON.stringify(text).slice(1, -1)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A deeper structure is not logged; it may contain itself. */
const MAX_DEPTH = 20;

/**
 * A copy of the structure with every value of a secret name masked and every text scrubbed, including names. Meant for
 * values that are about to be logged.
 */
export function redact(value: unknown, secrets: readonly string[], depth = 0): unknown {
  if (typeof value === 'string') return scrub(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return MASK;
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      scrub(name, secrets),
      isSecretName(name) ? MASK : redact(item, secrets, depth + 1),
    ]),
  );
}
