import { createContext, useContext, useState, type ReactNode } from 'react';
import { useHash } from '../hooks/use-hash.ts';

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says what was done: on the screen, and to screen readers. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');
  const hash = useHash();
  const [shownIn, setShownIn] = useState(hash);
  // What was done in one view is old in the next.
  if (shownIn !== hash) {
    setShownIn(hash);
    setText('');
  }
  return (
    <AnnounceContext value={setText}>
      <div className="announcement">
        <p role="status">{text}</p>
        {text !== '' && (
          <button type="button" className="quiet" onClick={() => setText('')}>
            Close
          </button>
        )}
      </div>
      {children}
    </AnnounceContext>
  );
}
