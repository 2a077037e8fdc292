import { accessSync, constants } from 'node:fs';

/** The first of these paths that is a program, if any. */
export function firstProgram(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find((path) => path !== undefined && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says loudly that tests are skipped because of a program that is missing. In CI that is a failure. */
export function reportSkipped(message: string): void {
  if (process.env['CI']) throw new Error(message);
  process.stderr.write(`\n*** ${message} ***\n\n`);
}
