import { prettyFactory } from 'pino-pretty';

/**
 * Creates a function that makes a line of the log readable for people: time, level, message, then all else as JSON on the
 * same line. What is no line of the log stays as it is. A plain function of one line, so that none is on the way when the
 * process ends.
 */
export function createPrettyLines(colors: boolean): (line: string) => string {
  const pretty = prettyFactory({
    colorize: colors,
    colorizeObjects: false,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
  return (line) => (line.startsWith('{') ? pretty(line) : line);
}
