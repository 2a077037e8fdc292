import type { Command, Method } from '../../src/bitrix24/protocol/command.ts';

/** Seconds that each method takes, on the emulated portal as on a real one. */
export const SECONDS = {
  'voximplant.sip.get': 0.2,
  'voximplant.sip.status': 0.7,
  'voximplant.sip.update': 0.66,
} as const;

const GET: Method = { name: 'voximplant.sip.get', kind: 'read', typicalSeconds: 0.2 };
const STATUS: Method = { name: 'voximplant.sip.status', kind: 'read', typicalSeconds: 0.7 };
const UPDATE: Method = {
  name: 'voximplant.sip.update',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 0.66,
};

// What counts here is when requests are sent, so results stay as they come.
const decode = (result: unknown) => result;

/** Lines that must exist on the portal: every command of a bulk of a thousand has its own. */
export const LINES = 300;

/** So many commands, 60 % lists, 30 % registrations and 10 % changes, well mixed; no two are the same. */
export function mixedCommands(count: number, random: () => number): Command[] {
  const commands = Array.from({ length: count }, (_, index): Command => {
    const share = (index % 10) + 1;
    if (share <= 6) return { method: GET, params: { FILTER: { CONFIG_ID: String(index + 1) } }, decode };
    const line = (index % LINES) + 1;
    if (share <= 9)
      return { method: STATUS, params: { REG_ID: String(FIRST_REG_ID + line - 1), N: index }, decode };
    return { method: UPDATE, params: { CONFIG_ID: String(line), LOGIN: `login-${index}` }, decode };
  });
  return commands
    .map((command) => ({ command, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ command }) => command);
}

/** REG_ID of the emulator's first cloud line. */
const FIRST_REG_ID = 150907;

export function secondsOf(command: Command): number {
  return command.method.typicalSeconds ?? 0;
}
