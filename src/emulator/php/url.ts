/** The parts of a batch command that matter to the portal. */
export interface CommandUrl {
  readonly path: string;
  readonly query: string;
}

/**
 * PHP's `parse_url` as far as a batch command needs it: everything after `#` is a fragment and dropped, the host of an
 * address is dropped, and raw control characters become `_`.
 */
export function parseCommandUrl(text: string): CommandUrl {
  const fragment = text.indexOf('#');
  const address = fragment < 0 ? text : text.slice(0, fragment);
  const mark = address.indexOf('?');
  const path = mark < 0 ? address : address.slice(0, mark);
  return {
    path: clean(path.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '')),
    query: mark < 0 ? '' : clean(address.slice(mark + 1)),
  };
}

function clean(part: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced
  return part.replace(/[\u0000-\u001f\u007f]/g, '_');
}
