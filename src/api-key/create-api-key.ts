import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { parseApiKeys, type ApiKey } from '../config/api-key-setting.ts';
import { SCOPES } from '../config/scopes.ts';
import type { Environment } from '../config/setting-reader.ts';

const USAGE = `Usage: npm run api-key -- NAME SCOPE… [--portal MEMBER_ID]… [--add], with scopes from ${SCOPES.join(', ')}
With --add, the new key is added to those of GATEWAY_API_KEYS, which is in the environment or on standard input.
`;

/** What a process has to do with keys. */
export interface KeyProcess {
  readonly env: Environment;
  /** Those of the program begin at 2, as Node.js counts them. */
  readonly argv: readonly string[];
  readonly stdin: Readable;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * `npm run api-key -- NAME SCOPE… [--portal MEMBER_ID]… [--add]`: generates a key for a caller and prints the value of
 * GATEWAY_API_KEYS that accepts it; with `--add` also the keys that the present value accepts. That is GATEWAY_API_KEYS
 * of the environment or, without it, standard input.
 *
 * @returns the exit code
 */
export async function createApiKey(own: KeyProcess): Promise<number> {
  const fail = (message: string) => {
    own.stderr.write(message);
    return 2;
  };
  const key = `tg_${randomBytes(32).toString('base64url')}`;
  const request = readArguments(own.argv.slice(2), key);
  if (request === undefined) return fail(USAGE);
  const present = request.add ? parseApiKeys(await presentKeys(own)) : { value: [] };
  if ('problem' in present) return fail(`The present GATEWAY_API_KEYS ${present.problem}.\n`);
  const { name } = request.entry;
  // The gateway counts and limits the requests of keys with the same name together.
  if (present.value.some((each) => each.name === name))
    return fail(`GATEWAY_API_KEYS already has a key with the name "${name}": choose another one.\n`);
  own.stdout.write(
    `For the caller, to send as "Authorization: Bearer …". It is not shown again:\n  ${key}\nFor the gateway:\n  GATEWAY_API_KEYS='${JSON.stringify([...present.value, request.entry])}'\n`,
  );
  return 0;
}

interface Request {
  readonly entry: ApiKey;
  /** Whether to keep the present keys. */
  readonly add: boolean;
}

/** Undefined if there is an unknown option or a value that the gateway would refuse. */
function readArguments(args: readonly string[], key: string): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { portal: { type: 'string', multiple: true }, add: { type: 'boolean', default: false } },
    });
    const [name = 'caller', ...scopes] = positionals;
    const { portal, add } = values;
    const parsed = parseApiKeys(
      JSON.stringify([
        {
          name,
          sha256: createHash('sha256').update(key).digest('hex'),
          scopes: scopes.length > 0 ? scopes : ['telephony:read'],
          ...(portal && { portals: portal.includes('*') ? '*' : portal }),
        },
      ]),
    );
    const [entry] = 'value' in parsed ? parsed.value : [];
    return entry && { entry, add };
  } catch {
    return undefined;
  }
}

/** The value as it is in the environment or in a file of settings: with or without its name and quotes. */
async function presentKeys(own: KeyProcess): Promise<string> {
  const value = own.env['GATEWAY_API_KEYS'] ?? (await text(own.stdin));
  return value
    .trim()
    .replace(/^(export\s+)?GATEWAY_API_KEYS=/, '')
    .replace(/^'(.*)'$/s, '$1');
}
