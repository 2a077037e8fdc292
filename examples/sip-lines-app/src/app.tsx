import { CallsView } from './calls/calls-view.tsx';
import { IntentsProvider } from './hooks/intents.tsx';
import { useHash } from './hooks/use-hash.ts';
import { LineView } from './lines/line-view.tsx';
import { LinesView } from './lines/lines-view.tsx';
import { AddManyView } from './many/add-many-view.tsx';
import { Announcer } from './ui/announcer.tsx';

const LINE = 'line-';

export function App() {
  const hash = useHash();
  return (
    <>
      <header className="top">
        <strong>SIP lines</strong>
        <nav aria-label="Main">
          <NavLink to="lines" isCurrent={hash !== 'calls'} label="Lines" />
          <NavLink to="calls" isCurrent={hash === 'calls'} label="Calls" />
        </nav>
      </header>
      <Announcer>
        <IntentsProvider>
          <main>
            <View hash={hash} />
          </main>
        </IntentsProvider>
      </Announcer>
    </>
  );
}

function View({ hash }: { readonly hash: string }) {
  if (hash === 'calls') return <CallsView />;
  if (hash === 'many') return <AddManyView />;
  if (!hash.startsWith(LINE)) return <LinesView />;
  const configId = decodeURIComponent(hash.slice(LINE.length));
  return <LineView key={configId} configId={configId} />;
}

interface NavLinkProps {
  readonly to: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

function NavLink({ to, label, isCurrent }: NavLinkProps) {
  return (
    <a href={`#${to}`} aria-current={isCurrent ? 'page' : undefined}>
      {label}
    </a>
  );
}
