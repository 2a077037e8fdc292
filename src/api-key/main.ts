import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseApiKeys } from '../config/api-key-setting.ts';
import { SCOPES } from '../config/scopes.ts';

// npm run api-key -- NAME SCOPE… [--portal MEMBER_ID]…: generates a key for a caller and prints the entry of
// GATEWAY_API_KEYS that accepts it.
const key = `tg_${randomBytes(32).toString('base64url')}`;
const entry = readArguments();
const parsed = entry === undefined ? undefined : parseApiKeys(entry);
if (parsed && 'value' in parsed) {
  process.stdout.write(
    `For the caller, to send as "Authorization: Bearer …". It is not shown again:\n  ${key}\nFor the gateway:\n  GATEWAY_API_KEYS='${entry}'\n`,
  );
} else {
  process.stderr.write(
    `Usage: npm run api-key -- NAME SCOPE… [--portal MEMBER_ID]…, with scopes from ${SCOPES.join(', ')}\n`,
  );
  process.exitCode = 2;
}

/** The entry as JSON; undefined if there is an unknown option. */
function readArguments(): string | undefined {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { portal: { type: 'string', multiple: true } },
    });
    const [name = 'caller', ...scopes] = positionals;
    const { portal } = values;
    return JSON.stringify([
      {
        name,
        sha256: createHash('sha256').update(key).digest('hex'),
        scopes: scopes.length > 0 ? scopes : ['telephony:read'],
        ...(portal && { portals: portal.includes('*') ? '*' : portal }),
      },
    ]);
  } catch {
    return undefined;
  }
}
