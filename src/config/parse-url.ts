/** The longest URL that is parsed, in characters: longer ones exceed the request line that web servers accept. */
const MAX_URL_LENGTH = 8_192;

/** The longest host that is parsed, in characters and with its port: DNS names have at most 253. */
const MAX_HOST_LENGTH = 260;

/**
 * Parses a URL; undefined if it is not valid or too long. The only place that calls the platform's parser, which takes
 * quadratic time for a host of letters beyond ASCII, so that one URL from a portal or caller could take seconds.
 *
 * @param base what a relative URL refers to
 */
export function parseUrl(text: string, base?: URL): URL | undefined {
  if (text.length > MAX_URL_LENGTH || hostLength(text) > MAX_HOST_LENGTH) return undefined;
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}

/**
 * Parses a URL that was checked before.
 *
 * @throws TypeError if it is not valid or too long; the message does not quote it
 */
export function urlOf(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw new TypeError('The URL is not valid.');
  return url;
}

/**
 * The length of what the parser may take for the host: it ignores tabs, line breaks and leading spaces, and takes any
 * number of slashes of either kind, even none.
 */
function hostLength(text: string): number {
  const visible = text.replace(/[\t\n\r]/g, '').replace(/^[\0- ]+/, '');
  const [authority = ''] = /^[^/\\?#]*/.exec(visible.replace(/^(?:[a-z][a-z\d+.-]*:)?[/\\]*/i, '')) ?? [];
  return authority.length - authority.lastIndexOf('@') - 1;
}
