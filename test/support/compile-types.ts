import { join } from 'node:path';
import ts from 'typescript';

/** How a user's project resolves modules. */
export type Resolution = Pick<ts.CompilerOptions, 'module' | 'moduleResolution'>;

const STRICT: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  target: ts.ScriptTarget.ES2023,
  // Without the types of browsers, which take seconds, and without checking those of the language.
  lib: ['lib.es2023.d.ts'],
  types: [],
  skipDefaultLibCheck: true,
};

/**
 * Checks types as `tsc` does in a folder, several times in one process, which parses the types of the language once.
 *
 * @returns a function that returns the problems in files of the folder and in what they import, as text
 */
export function typeChecker(folder: string): (files: readonly string[], resolution: Resolution) => string {
  const language = new Map<string, ts.SourceFile | undefined>();
  return (files, resolution) => {
    const options = { ...STRICT, ...resolution };
    const host = ts.createCompilerHost(options);
    const library = host.getDefaultLibLocation?.() ?? '';
    const parse = host.getSourceFile.bind(host);
    host.getCurrentDirectory = () => folder;
    host.getSourceFile = (name, ...how) => {
      if (!name.startsWith(library)) return parse(name, ...how);
      if (!language.has(name)) language.set(name, parse(name, ...how));
      return language.get(name);
    };
    const program = ts.createProgram(
      files.map((name) => join(folder, name)),
      options,
      host,
    );
    return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host);
  };
}
