import { Secret } from './secret.ts';
import { type Parsed, type ReadSetting } from './setting-reader.ts';

/** Where replicas share what they know, and the key that hides it there. */
export interface RedisSettings {
  /** Contains the password, if there is one. */
  readonly url: Secret;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly server: RedisServer;
  /** 64 hexadecimal digits: encrypts tokens, and keys the hashes that stand for names. */
  readonly key: Secret;
}

/** One server, or those that say which server of a group is the primary. */
export type RedisServer =
  | { readonly kind: 'single'; readonly node: RedisNode; readonly database: number }
  | { readonly kind: 'sentinel'; readonly sentinels: readonly RedisNode[]; readonly group: string };

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

const PROBLEM =
  'must be redis://host:6379 or, with TLS, rediss://host:6379, with "user:password@" in front of the host and "/database" after it if needed; for Sentinel redis+sentinel://host1:26379,host2:26379/GROUP';

/** The shape of all URLs that are accepted. Several hosts are no valid URL, so the platform's parser cannot read it. */
const URL_SHAPE =
  /^redis(?<tls>s?)(?<sentinel>\+sentinel)?:\/\/(?:(?<username>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[^/?#]*))?$/;

/** A host name or an IPv4 address, or an IPv6 address in brackets, each with a port or not. */
const NODE_SHAPE =
  /^(?:\[(?<v6>[0-9a-f:.]{2,45})\]|(?<name>[a-z0-9](?:[a-z0-9._-]{0,252})))(?::(?<port>\d{1,5}))?$/i;

const PORTS = { single: 6_379, sentinel: 26_379 } as const;

/** The server in `REDIS_URL`; undefined without one. */
export function readRedis(
  read: ReadSetting,
  problems: string[],
  tokenKey: Secret | undefined,
): RedisSettings | undefined {
  const parsed = read('REDIS_URL', undefined, parseRedisUrl);
  if (parsed && !tokenKey)
    problems.push(
      'REDIS_URL needs GATEWAY_TOKEN_KEY, the same on every replica: it encrypts tokens and hides names.',
    );
  return parsed && tokenKey && { ...parsed, key: tokenKey };
}

function parseRedisUrl(text: string): Parsed<Omit<RedisSettings, 'key'> | undefined> {
  const groups = text.length <= 2_048 ? URL_SHAPE.exec(text)?.groups : undefined;
  const kind = groups?.['sentinel'] ? 'sentinel' : 'single';
  const nodes = groups?.['hosts']?.split(',').map((host) => nodeOf(host, PORTS[kind])) ?? [];
  const server = serverOf(kind, nodes, groups?.['path'] ?? '');
  const username = decoded(groups?.['username'] ?? '');
  const password = decoded(groups?.['password'] ?? '');
  if (!groups || !server || username === undefined || password === undefined) return { problem: PROBLEM };
  return {
    value: {
      url: new Secret(text),
      tls: groups['tls'] === 's',
      username: username || undefined,
      password: password ? new Secret(password) : undefined,
      server,
    },
  };
}

function serverOf(
  kind: RedisServer['kind'],
  nodes: readonly (RedisNode | undefined)[],
  path: string,
): RedisServer | undefined {
  const known = nodes.filter((node) => node !== undefined);
  const [node] = known;
  if (!node || known.length < nodes.length) return undefined;
  if (kind === 'sentinel')
    return /^[\w.-]{1,100}$/.test(path) ? { kind, sentinels: known, group: path } : undefined;
  return nodes.length === 1 && /^\d{0,4}$/.test(path) ? { kind, node, database: Number(path) } : undefined;
}

function nodeOf(text: string, defaultPort: number): RedisNode | undefined {
  const groups = NODE_SHAPE.exec(text)?.groups;
  const host = groups?.['v6'] ?? groups?.['name'];
  const port = Number(groups?.['port'] ?? defaultPort);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
