/** Matches names of parameters and properties whose values are secret, in any case and within a longer name. */
const SECRET_NAME = /pass(word|wd)?|secret|token|auth(?!_user)|credential|api_?key|cookie/i;

/** Whether the value of this name is secret: `PASSWORD`, `INCOMING_PASSWORD`, `auth`, … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Part of a text; the end is exclusive. */
export type Span = readonly [start: number, end: number];

interface Pattern {
  /** A lower-case substring without which a text cannot match. */
  readonly needs: string;
  /** Captures what stays, in front of the secret. */
  readonly expression: RegExp;
}

// They match only from the start of a word, or have bounds, so that they run in linear time.
const PATTERNS: readonly Pattern[] = [
  // A webhook's code is part of its address, and network libraries often print addresses in their errors.
  { needs: '/rest/', expression: /(\/rest\/)\d+\/[^/\s"'<>]+/gi },
  // A renamed portal refers to itself by a name that is in no setting.
  { needs: '.bitrix24.', expression: /()(?<![a-z0-9-])[a-z0-9-]+\.bitrix24\.[a-z.]*[a-z]/gi },
  // In addresses, forms and batch commands: PASSWORD=…, FIELDS%5BPASSWORD%5D=…, auth=…
  {
    needs: '=',
    expression: new RegExp(
      `(?<![\\w%.[\\]-])([\\w%.[\\]-]{0,60}?(?:${SECRET_NAME.source})[\\w%.[\\]-]{0,60}=)[^&\\s"'<>]+`,
      'gi',
    ),
  },
  // https://user:password@host, sip:user:password@host
  { needs: '@', expression: /((?:\/\/|\bsips?:)[^\s:/@"'<>]{0,200}:)[^\s:/@"'<>]{1,200}(?=@)/gi },
  { needs: 'bearer', expression: /(\bbearer[\s+]{1,5})[\w.~+/-]+=*/gi },
  {
    needs: 'authorization',
    expression: /(\bauthorization["']?[\s+]{0,5}[:=][\s+]{0,5}["']?basic[\s+]{1,5})[\w.~+/-]+=*/gi,
  },
];

// In JSON that is embedded in another text, where quotes may be escaped.
const PROPERTY = /("([^"\\]{1,200})\\?"\s{0,5}:\s{0,5}\\?")(?:[^"\\]|\\[^"])*/g;

/** What looks like a secret, known or not: addresses of webhooks and cloud portals, and values with secret names. */
export function findPatterns(text: string): Span[] {
  const lower = text.toLowerCase();
  const spans = PATTERNS.flatMap(({ needs, expression }) =>
    lower.includes(needs) ? Array.from(text.matchAll(expression), spanOf) : [],
  );
  if (text.includes('"')) {
    for (const match of text.matchAll(PROPERTY)) {
      if (isSecretName(match[2] ?? '')) spans.push(spanOf(match));
    }
  }
  return spans.filter(([start, end]) => end > start);
}

function spanOf({ 0: found, 1: kept = '', index }: RegExpExecArray): Span {
  return [index + kept.length, index + found.length];
}
