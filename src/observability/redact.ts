const MASK = '[redacted]';

/** Names of parameters and properties whose values are secret, in any case and as part of a longer name. */
const SECRET_NAME = /pass(word|wd)?|secret|token|auth(?!_user)|credential|api_?key|cookie/i;

/** Whether a value under this name must be kept out of texts: `PASSWORD`, `INCOMING_PASSWORD`, `auth`, … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

// The code of a webhook is part of its address; errors of network libraries like to print addresses.
const WEBHOOK_ADDRESS = /\/rest\/\d+\/[^/\s"'<>]+/gi;

// All patterns begin where a word does, so that a long text takes no longer than its length asks for.

// A renamed portal speaks of itself by a name that no setting has.
const CLOUD_PORTAL = /(?<![a-z0-9-])[a-z0-9-]+\.bitrix24\.[a-z.]*[a-z]/gi;

// In addresses, forms and commands of a batch: PASSWORD=…, FIELDS%5BPASSWORD%5D=…, auth=…
const SECRET_PARAMETER = new RegExp(
  `(?<![\\w%.[\\]-])([\\w%.[\\]-]{0,60}?(?:${SECRET_NAME.source})[\\w%.[\\]-]{0,60}=)[^&\\s"'<>]+`,
  'gi',
);

// In JSON that is a text within something else, where quotes may be escaped.
const PROPERTY = /"([^"\\]{1,200})(\\?"\s{0,5}:\s{0,5}\\?")(?:[^"\\]|\\[^"])*/g;

const BEARER = /\b(bearer\s{1,5})[\w.~+/=-]+/gi;

/** Shorter secrets are left alone: masking every "a" of a text hides the text, not the secret. */
export const MIN_SCRUBBED_LENGTH = 4;

/**
 * A text without the given secrets, in any case, trimmed or not, plain or URL-encoded, and without addresses of
 * webhooks and cloud portals and values under secret names. Secrets of fewer than {@link MIN_SCRUBBED_LENGTH} characters are left alone.
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

/** What looks like a secret, known or not. */
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

/** The forms a text takes in a path, in a command of a batch, in a form and in JSON. */
function encodings(text: string): string[] {
  const uri = encodeURIComponent(text.toWellFormed());
  const strict = uri.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  const form = new URLSearchParams({ '': text }).toString().slice(1);
  return [uri, strict, form, JSON.stringify(text).slice(1, -1)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Deeper, something is wrong: it may hold itself. */
const MAX_DEPTH = 20;

/**
 * The same structure with every value under a secret name masked and every text scrubbed, names included. Meant for
 * what is about to be logged.
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
