import { runDoctor } from './run-doctor.ts';

process.exitCode = await runDoctor(process.env, process);
