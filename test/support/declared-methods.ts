import { readdirSync } from 'node:fs';
import type { Method } from '../../src/bitrix24/protocol/command.ts';
import type { RestMethod } from '../../src/telephony/define-method.ts';

/** All methods declared in a `methods.ts` of src/telephony. */
export async function declaredMethods(): Promise<Method[]> {
  const telephony = new URL('../../src/telephony/', import.meta.url);
  const files = readdirSync(telephony, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|[\\/])methods\.ts$/.test(file),
  );
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, telephony).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(isRestMethod)).map(({ method }) => method);
}

function isRestMethod(value: unknown): value is RestMethod<never, unknown> {
  return typeof value === 'function' && 'method' in value;
}
