import type { Clock } from '../clock.ts';
import { strikeConnection } from '../faults/connection-fault.ts';
import { isConnectionFault } from '../faults/fault.ts';
import type { FaultSource } from '../faults/faults.ts';
import type { JournalWriter } from '../journal.ts';
import { parseQueryString } from '../php/query-string.ts';
import type { PortalAnswer, PortalRequest } from '../request.ts';
import type { AuthorizationServer } from './authorization-server.ts';

export interface TokenRequestEnvironment {
  readonly clock: Clock;
  readonly journal: JournalWriter;
  readonly faults: FaultSource;
  readonly inBackground: (work: () => Promise<unknown>) => void;
  readonly authorizationServer: AuthorizationServer;
}

/** The name under which requests for tokens are in the journal and may be struck by faults of the connection. */
const NAME = 'oauth/token';

/** Whether a path is the one of the vendor's authorization server, which is another host in reality. */
export function isTokenPath(path: string): boolean {
  return /^\/oauth\/token\/?$/.test(path);
}

export async function answerTokenRequest(
  request: PortalRequest,
  { clock, journal, faults, inBackground, authorizationServer }: TokenRequestEnvironment,
): Promise<PortalAnswer> {
  const isForm = (request.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
  const parameters = new Map([
    ...parseQueryString(request.query),
    ...(isForm ? parseQueryString(request.body) : []),
  ]);
  const { method: httpMethod, path, headers, remoteAddress } = request;
  const clientId = parameters.get('client_id');
  // Nothing of a token or a secret: the journal can be read by whoever reaches the control routes.
  const params = { client_id: typeof clientId === 'string' ? clientId : '' };
  const called = { method: NAME, params };
  const entry = journal.open({
    ...called,
    receivedAt: clock.now(),
    httpMethod,
    path,
    headers,
    remoteAddress,
  });
  const answer = () => {
    const answered = authorizationServer.token(parameters);
    if (answered.status === 200) entry.executed();
    return Promise.resolve(answered);
  };
  const fault = faults.forRequest({ ...called, transport: 'single' }, () => []);
  const struck = fault !== undefined && isConnectionFault(fault);
  if (struck) entry.struckBy(fault.kind);
  const answered: PortalAnswer = struck
    ? await strikeConnection(fault, { clock, inBackground, answer })
    : { kind: 'answer', ...(await answer()) };
  entry.closed(answered.kind, 'status' in answered ? answered.status : undefined, clock.now());
  return answered;
}
