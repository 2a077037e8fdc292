/**
 * A bounded cache. Entries with proven keys can be evicted only by other proven ones, however many keys somebody makes
 * up; of either kind, the least recently used is evicted first.
 */
export interface ProvenCache<T> {
  /** Returns the value of a key, creating it if there is none. */
  getOrCreate(key: string, make: () => T): T;
  isProven(key: string): boolean;
  /** Keeps a value, which may have been evicted meanwhile, under a proven key. */
  prove(key: string, value: T): void;
  remove(key: string): void;
  values(): Iterable<T>;
}

export interface ProvenCacheOptions<T> {
  readonly maxProven: number;
  readonly maxUnproven: number;
  /** Called with evicted values. They may still be in use. */
  readonly onRemoved?: (value: T, key: string) => void;
}

export function createProvenCache<T>(options: ProvenCacheOptions<T>): ProvenCache<T> {
  const { maxProven, maxUnproven, onRemoved = () => undefined } = options;
  const proven = new Map<string, T>();
  const unproven = new Map<string, T>();

  function put(values: Map<string, T>, key: string, value: T, max: number): void {
    // Moved to the end, so that the least recently used comes first.
    values.delete(key);
    values.set(key, value);
    const [oldest] = values;
    if (values.size <= max || !oldest) return;
    values.delete(oldest[0]);
    onRemoved(oldest[1], oldest[0]);
  }

  return {
    getOrCreate(key, make) {
      const known = proven.get(key);
      const value = known ?? unproven.get(key) ?? make();
      if (known === undefined) put(unproven, key, value, maxUnproven);
      else put(proven, key, value, maxProven);
      return value;
    },
    isProven: (key) => proven.has(key),
    prove(key, value) {
      // If the key was evicted and created again meanwhile, the new value is kept.
      const kept = proven.get(key) ?? unproven.get(key) ?? value;
      unproven.delete(key);
      put(proven, key, kept, maxProven);
    },
    remove(key) {
      for (const values of [proven, unproven]) {
        const value = values.get(key);
        values.delete(key);
        if (value !== undefined) onRemoved(value, key);
      }
    },
    *values() {
      yield* proven.values();
      yield* unproven.values();
    },
  };
}
