import { describe, expect, it } from 'vitest';
import { createProvenCache } from '../../src/portals/proven-cache.ts';

describe('a cache of what is proven', () => {
  it('keeps it, however many other keys come', () => {
    const removed: string[] = [];
    const cache = createProvenCache<string>({
      maxProven: 2,
      maxUnproven: 3,
      now: () => 0,
      onRemoved: (value) => removed.push(value),
    });
    cache.prove(
      'user',
      cache.getOrCreate('user', () => 'of the user'),
    );
    for (let n = 0; n < 100; n += 1) cache.getOrCreate(`junk ${n}`, () => `junk ${n}`);
    expect(cache.getOrCreate('user', () => 'another')).toBe('of the user');
    expect([...cache.values()]).toEqual(['of the user', 'junk 97', 'junk 98', 'junk 99']);
    expect(removed).toHaveLength(97);
  });

  it('displaces the proven value that was not used for longest', () => {
    const cache = createProvenCache<string>({ maxProven: 2, maxUnproven: 1, now: () => 0 });
    for (const key of ['a', 'b'])
      cache.prove(
        key,
        cache.getOrCreate(key, () => key),
      );
    cache.getOrCreate('a', () => 'new');
    cache.prove(
      'c',
      cache.getOrCreate('c', () => 'c'),
    );
    expect(['a', 'b', 'c'].map((key) => cache.isProven(key))).toEqual([true, false, true]);
  });

  it('keeps what was displaced while it was being proven, unless somebody else has begun anew', () => {
    const cache = createProvenCache<string>({ maxProven: 2, maxUnproven: 1, now: () => 0 });
    cache.getOrCreate('a', () => 'first');
    cache.getOrCreate('b', () => 'b');
    cache.prove('a', 'first');
    expect(cache.getOrCreate('a', () => 'new')).toBe('first');
    cache.getOrCreate('c', () => 'second');
    cache.prove('c', 'first');
    expect(cache.getOrCreate('c', () => 'new')).toBe('second');
  });

  it('forgets what is removed', () => {
    const removed: string[] = [];
    const cache = createProvenCache<string>({
      maxProven: 2,
      maxUnproven: 2,
      now: () => 0,
      onRemoved: (value) => removed.push(value),
    });
    cache.prove(
      'a',
      cache.getOrCreate('a', () => 'a'),
    );
    cache.remove('a');
    cache.remove('unknown');
    expect([cache.isProven('a'), cache.getOrCreate('a', () => 'new'), removed]).toEqual([
      false,
      'new',
      ['a'],
    ]);
  });
});
