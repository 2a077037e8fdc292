import { fileURLToPath } from 'node:url';
import { keepCompiledCode } from './app/compile-cache.ts';

// Imported afterwards, because only what is imported later is kept.
keepCompiledCode(fileURLToPath(new URL('.compile-cache', import.meta.url)));
const { runGateway } = await import('./app/run-gateway.ts');
await runGateway(process.env);
