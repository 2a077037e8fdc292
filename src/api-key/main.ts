import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseApiKeys } from '../config/api-keys.ts';
import { SCOPES } from '../config/config.ts';

// npm run api-key -- NAME SCOPE… [--portal PORTAL]…: makes a key for a caller, and the entry of GATEWAY_API_KEYS that
// lets it in.
const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { portal: { type: 'string', multiple: true } },
});
const [name = 'caller', ...scopes] = positionals;
const { portal } = values;
const key = `tg_${randomBytes(32).toString('base64url')}`;
const entry = JSON.stringify([
  {
    name,
    sha256: createHash('sha256').update(key).digest('hex'),
    scopes: scopes.length > 0 ? scopes : ['telephony:read'],
    ...(Array.isArray(portal) && { portals: portal.includes('*') ? '*' : portal }),
  },
]);
const parsed = parseApiKeys(entry);
if ('problem' in parsed) {
  process.stderr.write(
    `Usage: npm run api-key -- NAME SCOPE… [--portal MEMBER_ID]…, with scopes out of ${SCOPES.join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  process.stdout.write(
    `For the caller, as "Authorization: Bearer …"; it is shown this once:\n  ${key}\nFor the gateway:\n  GATEWAY_API_KEYS='${entry}'\n`,
  );
}
