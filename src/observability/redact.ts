const MASK = '[redacted]';

/** Names of parameters and properties whose values are secret, in any case and as part of a longer name. */
const SECRET_NAME = /pass(word|wd)?|secret|token|auth(?!_user)|credential|api_?key|cookie/i;

/** Whether a value under this name must be kept out of texts: `PASSWORD`, `INCOMING_PASSWORD`, `auth`, … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

// The code of a webhook is part of its address; errors of network libraries like to print addresses.
const WEBHOOK_ADDRESS = /\/rest\/\d+\/[^/\s"'<>]+/gi;

/**
 * A text without the given secrets, in their plain and their URL-encoded form, and without webhook addresses.
 * Secrets shorter than four characters are left alone: masking every "a" of a text hides the text, not the secret.
 */
export function scrub(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())])
    .sort((one, other) => other.length - one.length);
  let clean = text;
  for (const form of forms) clean = clean.replaceAll(form, MASK);
  return clean.replace(WEBHOOK_ADDRESS, `/rest/${MASK}`);
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
