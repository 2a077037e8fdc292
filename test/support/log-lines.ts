/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Every line of a log; fails for one that is no JSON object. */
export function linesOf(log: string): LogLine[] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}
