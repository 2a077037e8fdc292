import { useQuery } from '@apollo/client/react';
import { LineDocument, type LineQuery } from '../__generated__/graphql.ts';
import { CallsList } from '../calls/calls-list.tsx';
import { useProblems } from '../hooks/use-problems.ts';
import { Heading } from '../ui/heading.tsx';
import { Notices } from '../ui/notices.tsx';
import { LineActions } from './line-actions.tsx';
import { nameOf } from './names.ts';
import { PbxPassword } from './pbx-password.tsx';
import { Registration } from './registration.tsx';
import type { Unread } from './unread-registrations.ts';
import { useRegistrations } from './use-registrations.ts';

/** One line with its calls. */
export function LineView({ configId }: { readonly configId: string }) {
  const { data, error, refetch } = useQuery(LineDocument, {
    variables: { configId },
    errorPolicy: 'all',
    fetchPolicy: 'cache-and-network',
  });
  const line = data?.sipLine;
  const unread = useRegistrations(line ? [line] : []);
  return (
    <>
      <p>
        <a href="#lines">← All lines</a>
      </p>
      <Notices problems={useProblems(error)} onRetry={() => void refetch()} />
      {data && !line && !error && <Heading text="There is no such line" />}
      {line && <Details line={line} defaultLineId={data.defaultOutgoingLine?.lineId} unread={unread} />}
    </>
  );
}

interface DetailsProps {
  readonly line: NonNullable<LineQuery['sipLine']>;
  readonly defaultLineId: string | undefined;
  readonly unread: Unread;
}

function Details({ line, defaultLineId, unread }: DetailsProps) {
  const isDefault = line.lineId !== null && line.lineId === defaultLineId;
  return (
    <>
      <div className="title">
        <Heading text={nameOf(line)} />
        <LineActions line={line} isDefault={isDefault} />
      </div>
      <dl>
        <Detail term="Type" text={line.type === 'CLOUD' ? 'Cloud' : 'Office'} />
        <dt>Registration</dt>
        <dd>
          <Registration line={line} unread={unread} />
        </dd>
        <Detail term="Server" text={line.server} />
        <Detail term="Login" text={line.login} />
        <Detail term="User name" text={line.authUser} />
        <Detail term="Outgoing proxy" text={line.outboundProxy} />
        <Detail term="Host for your PBX" text={line.incomingServer} />
        <Detail term="Login for your PBX" text={line.incomingLogin} />
        {line.incomingLogin !== null && (
          <>
            <dt>Password for your PBX</dt>
            <dd>
              <PbxPassword configId={line.configId} />
            </dd>
          </>
        )}
        <Detail term="Outgoing calls" text={isDefault ? 'Default line' : null} />
      </dl>
      {line.settingsUrl !== null && (
        <p>
          <a href={line.settingsUrl}>Settings on the portal</a>
        </p>
      )}
      <h2>Calls</h2>
      {line.lineId === null ? (
        <p className="quiet">This line cannot make calls.</p>
      ) : (
        <CallsList filter={{ lineIds: [line.lineId] }} />
      )}
    </>
  );
}

function Detail({ term, text }: { readonly term: string; readonly text: string | null }) {
  if (text === null || text === '') return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}
