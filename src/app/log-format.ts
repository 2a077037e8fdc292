import type { LogFormat } from '../config/config.ts';

/** Where the log goes, and what says how it should look there. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  /** See https://no-color.org. */
  readonly noColor: boolean;
}

/** Returns what turns lines into their format; undefined for JSON. What is not used is not loaded. */
export async function loadFormat(
  { logFormat, production }: { readonly logFormat: LogFormat | undefined; readonly production: boolean },
  { isTTY = false, noColor }: Terminal,
): Promise<((line: string) => string) | undefined> {
  const format = logFormat ?? (isTTY && !production ? 'pretty' : 'json');
  if (format === 'json') return undefined;
  const { createPrettyLines } = await import('../observability/pretty-lines.ts');
  return createPrettyLines(isTTY && !noColor);
}
