import type { RedisLink } from '../../src/state/redis/link.ts';
import type { Script } from '../../src/state/redis/script.ts';

/** A link to a Redis whose clock is ahead by what a test says. What expires by itself still does so by the real one. */
export function linkAhead(link: RedisLink, aheadMs: () => number): RedisLink {
  return withNow(link, () => `local now = ${String(aheadMs())} + `);
}

/** A link to a Redis whose clock shows what a test says, and stands still otherwise: its own is commented out. */
export function linkAt(link: RedisLink, now: () => number): RedisLink {
  return withNow(link, () => `local now = ${String(now())} -- `);
}

/** @param beginning of the line by which a script asks for the time */
function withNow(link: RedisLink, beginning: () => string): RedisLink {
  return { ...link, run: (script, keys, args) => link.run(moved(script, beginning()), keys, args) };
}

function moved({ text }: Script, beginning: string): Script {
  const changed = text.replace('local now = ', beginning);
  if (changed === text) throw new Error('the clock is not where it was');
  // No script has this hash, so the whole text is sent.
  return { text: changed, sha: '0'.repeat(40) };
}
