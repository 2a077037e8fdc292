import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** For each file, the files of the project that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The TypeScript files of a folder and its folders, as paths from the project's root. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** Counts every way to import: values, types, `import()` as an expression and as a type, and exports of other files. */
export function importGraph(files: readonly string[]): ImportGraph {
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(file, 'utf8'))]));
}

/**
 * The same between folders. A folder and those inside it are one thing to a reader, so imports among them do not count.
 */
export function folderGraph(files: ImportGraph): ImportGraph {
  const folders = new Map<string, string[]>();
  for (const [file, imports] of files) {
    const from = dirname(file);
    const others = imports
      .filter((file) => files.has(file))
      .map(dirname)
      .filter((to) => !isWithin(from, to) && !isWithin(to, from));
    folders.set(from, [...(folders.get(from) ?? []), ...others]);
  }
  return folders;
}

function isWithin(folder: string, other: string): boolean {
  return `${folder}/`.startsWith(`${other}/`);
}

export function importsOf(file: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name));
}

/** Files that import each other in a circle, the first one again at the end; undefined if there are none. */
export function findCircle(graph: ImportGraph): readonly string[] | undefined {
  const done = new Set<string>();

  function walk(file: string, path: readonly string[]): readonly string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of graph.get(file) ?? []) {
      const circle = walk(imported, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  }

  for (const file of graph.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}
