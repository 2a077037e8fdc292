import { runDoctor } from '../../src/doctor/run-doctor.ts';
import type { Verdict } from './program.ts';

/** Runs the doctor in this process, which takes a tenth of the time of one of its own. */
export async function diagnose(environment: Record<string, string>): Promise<Verdict> {
  let output = '';
  const stream = { write: (text: string) => (output += text) };
  const code = await runDoctor(environment, { stdout: stream, stderr: stream });
  return { code, output };
}
