import { REMEMBERED_MS, type RefusedTokens } from '../refused-tokens.ts';
import { RedisUnavailableError } from './link.ts';
import type { SharedRedis } from './open-redis.ts';
import { defineScript } from './script.ts';

const ADD = defineScript(`redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])\nreturn 1`);
const HAS = defineScript(`return redis.call('EXISTS', KEYS[1])`);
const REMOVE = defineScript(`return redis.call('DEL', KEYS[1])`);

/**
 * Refused tokens in Redis, so that a token that the portal refused to one replica costs it no call of the others. While
 * Redis does not respond, each replica remembers its own.
 *
 * @param own those of this process
 */
export function shareRefusedTokens({ link, names }: SharedRedis, own: RefusedTokens): RefusedTokens {
  const keyOf = (portal: string, hash: string) => names.ofPortal(portal, 'refused-token', hash);
  const ignore = () => undefined;
  return {
    add(portal, hash) {
      own.add(portal, hash);
      link.run(ADD, [keyOf(portal, hash)], [REMEMBERED_MS]).catch(ignore);
    },
    async has(portal, hash) {
      if (await own.has(portal, hash)) return true;
      try {
        return (await link.run(HAS, [keyOf(portal, hash)], [])) === 1;
      } catch (error) {
        if (error instanceof RedisUnavailableError) return false;
        throw error;
      }
    },
    remove(portal, hash) {
      if (!own.remove(portal, hash)) return false;
      link.run(REMOVE, [keyOf(portal, hash)], []).catch(ignore);
      return true;
    },
    count: () => own.count(),
  };
}
