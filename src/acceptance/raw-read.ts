import type { Command } from '../bitrix24/protocol/command.ts';

/** A read whose result is returned as the portal sent it, for questions about the result itself. */
export function rawRead(
  name: string,
  params: Readonly<Record<string, unknown>> = {},
): Command<Readonly<Record<string, unknown>>> {
  return {
    method: { name, kind: 'read' },
    params,
    decode: (result) =>
      typeof result === 'object' && result !== null ? { ...(result as Record<string, unknown>) } : {},
  };
}
