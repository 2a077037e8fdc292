import { createContext, useContext, useState, type ReactNode } from 'react';

/** What a person wants done, as text: the mutation and its variables. The same text is the same wish. */
export interface Intents {
  /** Its idempotency key, the same until it is settled: also after a dialog was closed and everything entered again. */
  readonly keyFor: (intent: string) => string;
  /** It is done: to want the same once more is another wish. */
  readonly settle: (intent: string) => void;
}

const IntentsContext = createContext<Intents | undefined>(undefined);

export function useIntents(): Intents {
  const intents = useContext(IntentsContext);
  if (!intents) throw new Error('There is no IntentsProvider around this.');
  return intents;
}

export function IntentsProvider({ children }: { readonly children: ReactNode }) {
  const [intents] = useState(createIntents);
  return <IntentsContext value={intents}>{children}</IntentsContext>;
}

function createIntents(): Intents {
  const keys = new Map<string, string>();
  return {
    keyFor: (intent) => {
      const key = keys.get(intent) ?? crypto.randomUUID();
      keys.set(intent, key);
      return key;
    },
    settle: (intent) => {
      keys.delete(intent);
    },
  };
}
