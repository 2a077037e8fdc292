import type { Clock } from '../clock.ts';
import { applyConnectionFault } from '../faults/connection-fault.ts';
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

/** The name of token requests in the journal and in faults of the connection. */
const NAME = 'oauth/token';

/** Whether a path belongs to the vendor's authorization server, which in reality is another host. */
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
  // No token and no secret: everybody who reaches the control routes can read the journal.
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
    if (answered.status === 200) entry.executed(clock.now());
    return Promise.resolve(answered);
  };
  const fault = faults.forRequest({ ...called, transport: 'single' }, () => []);
  const applies = fault !== undefined && isConnectionFault(fault);
  if (applies) entry.faulted(fault.kind);
  const answered: PortalAnswer = applies
    ? await applyConnectionFault(fault, { clock, inBackground, answer })
    : { kind: 'answer', ...(await answer()) };
  entry.closed(answered.kind, 'status' in answered ? answered.status : undefined, clock.now());
  return answered;
}
