import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InjectedFault } from '../../faults/faults.ts';
import { readBody, splitTarget } from '../read-request.ts';
import { DEFAULT_APPLICATION } from '../../oauth/installations.ts';
import type { Portal } from '../../portal.ts';
import type { ControlAnswer } from './control-answer.ts';
import { readFault } from './read-fault.ts';
import { sendEvent } from './send-event.ts';

const PREFIX = '/_emulator/';

/** Whether a path belongs to the control routes, which no real portal has. */
export function isControlPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

type Route = (
  portal: Portal,
  request: { readonly query: URLSearchParams; readonly body: string },
) => ControlAnswer | Promise<ControlAnswer>;

const DONE: ControlAnswer = { status: 200, body: { ok: true } };

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    'GET journal',
    (portal, { query }) => ({ status: 200, body: portal.journal.entries(query.get('method') ?? undefined) }),
  ],
  [
    'DELETE journal',
    (portal) => {
      portal.journal.clear();
      return DONE;
    },
  ],
  ['GET faults', (portal) => ({ status: 200, body: portal.faults.list().map(describeFault) })],
  [
    'POST faults',
    (portal, { body }) => {
      const read = readFault(body);
      if (read.kind === 'problem') return { status: 400, body: { problem: read.problem } };
      return { status: 201, body: describeFault(portal.faults.inject(read.fault)) };
    },
  ],
  [
    'DELETE faults',
    (portal, { query }) => {
      const id = query.get('id');
      if (id === null) portal.faults.clear();
      else for (const each of portal.faults.list()) if (String(each.id) === id) each.remove();
      return DONE;
    },
  ],
  [
    'POST install',
    (portal, { body }) =>
      sendEvent(body, () => {
        // A portal installs again only what was removed, which ends the old tokens. Its event may not have arrived.
        portal.uninstallApplication();
        return portal.installApplication();
      }),
  ],
  ['POST update', (portal, { body }) => sendEvent(body, () => portal.updateApplication())],
  [
    'POST confirm',
    (portal, { body }) =>
      sendEvent(body, () => {
        portal.confirmMethod(DEFAULT_APPLICATION.clientId, 'voximplant.user.get', 'allowed');
        return portal.methodConfirmed('voximplant.user.get', true);
      }),
  ],
  ['POST uninstall', (portal, { body }) => sendEvent(body, () => portal.uninstallApplication())],
  [
    'POST expire-tokens',
    (portal) => {
      portal.expireAccessTokens();
      return DONE;
    },
  ],
  [
    'POST reset',
    (portal) => {
      portal.reset();
      return DONE;
    },
  ],
  [
    'GET state',
    (portal) => ({
      status: 200,
      body: {
        lines: portal.lines(),
        rentedNumbers: portal.rentedNumbers(),
        outgoingLine: portal.outgoingLine(),
        users: portal.users(),
      },
    }),
  ],
]);

export async function handleControl(
  message: IncomingMessage,
  response: ServerResponse,
  portal: Portal,
): Promise<void> {
  const { path, query } = splitTarget(message);
  const route = routes.get(`${message.method ?? ''} ${path.slice(PREFIX.length)}`);
  const body = (await readBody(message)) ?? '';
  const answer =
    route === undefined
      ? {
          status: 404,
          body: { problem: `There is no such route. The routes are: ${[...routes.keys()].join(', ')}.` },
        }
      : await route(portal, { query: new URLSearchParams(query), body });
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(answer.body, null, 2)}\n`);
}

function describeFault({ id, fault, fired }: InjectedFault): unknown {
  return { id, fired, fault: { ...fault, ...(fault.times === Infinity ? { times: 'infinite' } : {}) } };
}
