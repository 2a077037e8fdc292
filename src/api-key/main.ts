import { createHash, randomBytes } from 'node:crypto';
import { parseApiKeys } from '../config/api-keys.ts';
import { SCOPES } from '../config/config.ts';

// npm run api-key -- NAME SCOPE…: makes a key for a caller, and the entry of GATEWAY_API_KEYS that lets it in.
const [name = 'caller', ...scopes] = process.argv.slice(2);
const key = `tg_${randomBytes(32).toString('base64url')}`;
const entry = JSON.stringify([
  {
    name,
    sha256: createHash('sha256').update(key).digest('hex'),
    scopes: scopes.length > 0 ? scopes : ['telephony:read'],
  },
]);
const parsed = parseApiKeys(entry);
if ('problem' in parsed) {
  process.stderr.write(`Usage: npm run api-key -- NAME SCOPE…, with scopes out of ${SCOPES.join(', ')}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(
    `For the caller, as "Authorization: Bearer …"; it is shown this once:\n  ${key}\nFor the gateway:\n  GATEWAY_API_KEYS='${entry}'\n`,
  );
}
