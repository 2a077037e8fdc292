import { createHash } from 'node:crypto';

/** A Lua script that Redis runs atomically. */
export interface Script {
  readonly text: string;
  /** What Redis knows it by once it has run it. */
  readonly sha: string;
}

/** Declares a script. `now` in it is Redis's own clock, in milliseconds since the epoch, with fractions. */
export function defineScript(body: string): Script {
  const text = `local time = redis.call('TIME')\nlocal now = time[1] * 1000 + time[2] / 1000\n${body}`;
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
