import * as nodeModule from 'node:module';

/**
 * Makes Node keep the compiled code of what is imported from now on, for the next start. Does nothing where Node cannot
 * (before 22.1) or may not write.
 *
 * @param folder ours and not one for temporary files, where other users could leave code for this process;
 *   NODE_COMPILE_CACHE overrides it
 */
export function keepCompiledCode(folder: string): void {
  const { enableCompileCache } = nodeModule as {
    readonly enableCompileCache?: (folder: string) => unknown;
  };
  enableCompileCache?.(folder);
}
