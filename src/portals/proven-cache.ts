/**
 * A bounded cache. Entries with proven keys can be evicted only by other proven ones, however many keys somebody makes
 * up; of either kind, the least recently used is evicted first.
 */
export interface ProvenCache<T> {
  /** Returns the value of a key, creating it if there is none. */
  getOrCreate(key: string, make: () => T): T;
  /** The value of a key, if there is one. This is no use of it. */
  peek(key: string): T | undefined;
  isProven(key: string): boolean;
  /** Keeps a value, which may have been evicted meanwhile, under a proven key. */
  prove(key: string, value: T): void;
  remove(key: string): void;
  /** Removes what was last used before a moment. */
  removeIdle(before: number): void;
  readonly size: number;
  values(): Iterable<T>;
}

export interface ProvenCacheOptions<T> {
  readonly maxProven: number;
  readonly maxUnproven: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Called with evicted values. They may still be in use. */
  readonly onRemoved?: (value: T, key: string) => void;
}

interface Entry<T> {
  readonly value: T;
  readonly usedAt: number;
}

/** The least recently used come first. */
type Entries<T> = Map<string, Entry<T>>;

export function createProvenCache<T>(options: ProvenCacheOptions<T>): ProvenCache<T> {
  const { maxProven, maxUnproven, now, onRemoved = () => undefined } = options;
  const proven: Entries<T> = new Map();
  const unproven: Entries<T> = new Map();

  function remove(entries: Entries<T>, key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    onRemoved(entry.value, key);
  }

  function put(entries: Entries<T>, key: string, value: T, max: number): void {
    entries.delete(key);
    entries.set(key, { value, usedAt: now() });
    const [oldest] = entries.keys();
    if (entries.size > max && oldest !== undefined) remove(entries, oldest);
  }

  return {
    getOrCreate(key, make) {
      const known = proven.get(key);
      const { value } = known ?? unproven.get(key) ?? { value: make() };
      if (known) put(proven, key, value, maxProven);
      else put(unproven, key, value, maxUnproven);
      return value;
    },
    peek: (key) => (proven.get(key) ?? unproven.get(key))?.value,
    isProven: (key) => proven.has(key),
    prove(key, value) {
      // If the key was evicted and created again meanwhile, the new value is kept.
      const kept = proven.get(key) ?? unproven.get(key) ?? { value };
      unproven.delete(key);
      put(proven, key, kept.value, maxProven);
    },
    remove(key) {
      remove(proven, key);
      remove(unproven, key);
    },
    removeIdle(before) {
      for (const entries of [proven, unproven])
        for (const [key, { usedAt }] of entries) {
          if (usedAt >= before) break;
          remove(entries, key);
        }
    },
    get size() {
      return proven.size + unproven.size;
    },
    *values() {
      for (const entries of [proven, unproven]) for (const { value } of entries.values()) yield value;
    },
  };
}
