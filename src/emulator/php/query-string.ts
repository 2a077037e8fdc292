import { isPhpArray } from './value.ts';
import type { PhpValue } from './value.ts';

/** PHP's `max_input_vars` and `max_input_nesting_level` at their defaults. */
const MAX_VARIABLES = 1000;
const MAX_NESTING = 64;

type Branch = Map<string, PhpValue>;

/**
 * PHP's `parse_str`: `a[b]=1` nests, `a[]=1` appends, a name without `=` has an empty text as its value, the last of
 * several equal names wins, and spaces and dots in a top-level name become `_`. Names are decoded before their brackets
 * are parsed, so percent-encoded brackets nest as well.
 */
export function parseQueryString(text: string): Map<string, PhpValue> {
  const variables: Branch = new Map();
  for (const pair of text.split('&', MAX_VARIABLES)) {
    const equals = pair.indexOf('=');
    const name = urlDecode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : urlDecode(pair.slice(equals + 1));
    const path = readPath(name);
    if (path !== undefined) assign(variables, path, value);
  }
  return variables;
}

/** PHP's `urldecode`: a stray `%` stays as it is, and bytes that are not valid UTF-8 become U+FFFD. */
export function urlDecode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** The keys from the root to the value, where `undefined` means `[]`; undefined for a name that PHP ignores. */
function readPath(fullName: string): readonly (string | undefined)[] | undefined {
  const end = fullName.indexOf('\0');
  const name = (end < 0 ? fullName : fullName.slice(0, end)).replace(/^ +/, '');
  const bracket = name.indexOf('[');
  const root = (bracket < 0 ? name : name.slice(0, bracket)).replace(/[ .]/g, '_');
  if (root === '') return undefined;
  if (bracket < 0) return [root];

  const path: (string | undefined)[] = [root];
  let position = bracket;
  while (name[position] === '[') {
    const close = name.indexOf(']', position);
    if (close < 0) {
      // An opening bracket that is never closed is part of the name; after a complete index it is ignored.
      return path.length === 1 ? [name.replace(/[ .[]/g, '_')] : path;
    }
    const index = name.slice(position + 1, close);
    path.push(/^\s?$/.test(index) ? undefined : index);
    position = close + 1;
  }
  return path.length > MAX_NESTING ? undefined : path;
}

function assign(root: Branch, path: readonly (string | undefined)[], value: string): void {
  let branch = root;
  for (const step of path.slice(0, -1)) {
    const key = step ?? nextIndex(branch);
    const existing = branch.get(key);
    // Every array below the root was created here, so it is a Map that may be modified.
    const child: Branch = isPhpArray(existing) ? (existing as Branch) : new Map<string, PhpValue>();
    branch.set(key, child);
    branch = child;
  }
  branch.set(path.at(-1) ?? nextIndex(branch), value);
}

function nextIndex(branch: Branch): string {
  let next = 0;
  for (const key of branch.keys()) {
    if (/^(?:0|[1-9]\d*)$/.test(key)) next = Math.max(next, Number(key) + 1);
  }
  return String(next);
}
