import { join } from 'node:path';
import { keepCompiledCode } from './app/compile-cache.ts';
import { keepOptimizedCode } from './app/optimized-code.ts';

keepOptimizedCode();
// Imported afterwards, because only what is imported later is kept.
keepCompiledCode(join(import.meta.dirname, '.compile-cache'));
const { runGateway } = await import('./app/run-gateway.ts');
await runGateway(process.env);
