import { createApiKey } from './create-api-key.ts';

process.exitCode = await createApiKey(process);
