import type { RedisLink } from '../../src/state/redis/link.ts';
import type { Script } from '../../src/state/redis/script.ts';

/** A link to a Redis whose clock is ahead by what a test says. What expires by itself still does so by the real one. */
export function linkAhead(link: RedisLink, aheadMs: () => number): RedisLink {
  return { ...link, run: (script, keys, args) => link.run(ahead(script, aheadMs()), keys, args) };
}

function ahead({ text }: Script, ms: number): Script {
  const moved = text.replace('local now = ', `local now = ${String(ms)} + `);
  if (moved === text) throw new Error('the clock is not where it was');
  // No script has this hash, so the whole text is sent.
  return { text: moved, sha: '0'.repeat(40) };
}
