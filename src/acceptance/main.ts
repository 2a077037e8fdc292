import { acceptPortal } from './accept-portal.ts';

process.exitCode = await acceptPortal(process);
