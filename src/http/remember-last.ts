/** The longest text that is remembered. */
const MAX_LENGTH = 1_000;

/** Remembers the latest result of a pure function of a header: requests of one client have the same in each. */
export function rememberLast<T>(find: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly found: T } | undefined;
  return (text) => {
    if (last?.text === text) return last.found;
    const found = find(text);
    if (text.length <= MAX_LENGTH) last = { text, found };
    return found;
  };
}
