const MASK = '[redacted]';

/** Names of parameters and properties whose values are secret, in any case and as part of a longer name. */
const SECRET_NAME = /pass(word|wd)?|secret|token|auth(?!_user)|credential|api_?key|cookie/i;

/** Whether a value under this name must be kept out of texts: `PASSWORD`, `INCOMING_PASSWORD`, `auth`, … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

// The code of a webhook is part of its address; errors of network libraries like to print addresses.
const WEBHOOK_ADDRESS = /\/rest\/\d+\/[^/\s"'<>]+/gi;

// A renamed portal speaks of itself by a name that no setting has.
const CLOUD_PORTAL = /[a-z0-9-]+\.bitrix24\.[a-z.]*[a-z]/gi;

/** Shorter secrets are left alone: masking every "a" of a text hides the text, not the secret. */
export const MIN_SCRUBBED_LENGTH = 4;

/**
 * A text without the given secrets, in any case, trimmed or not, plain or URL-encoded, and without addresses of
 * webhooks and cloud portals. Secrets of fewer than {@link MIN_SCRUBBED_LENGTH} characters are left alone.
 */
export function scrub(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .flatMap((secret) => [secret, secret.trim()])
    .flatMap((secret) => [secret, ...encodings(secret)])
    .filter((form) => form.length >= MIN_SCRUBBED_LENGTH)
    .sort((one, other) => other.length - one.length);
  let clean = text;
  for (const form of new Set(forms)) clean = clean.replace(new RegExp(escaped(form), 'gi'), MASK);
  return clean.replace(WEBHOOK_ADDRESS, `/rest/${MASK}`).replace(CLOUD_PORTAL, MASK);
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

/**
 * The same structure with every value under a secret name masked and every text scrubbed, at any depth. Meant for
 * what is about to be logged.
 */
export function redact(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return scrub(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecretName(name) ? MASK : redact(item, secrets)]),
  );
}
