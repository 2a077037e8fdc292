import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { whenClosed } from './when-closed.ts';

/**
 * Emits `close` for responses that wait for an earlier one on their connection when the connection closes. Node does so
 * only for the response whose turn it is, and whatever a pipelined request holds until then would be held for ever.
 */
export function closeQueuedResponses(server: Server): void {
  const openOn = new WeakMap<Socket, Set<ServerResponse>>();

  function follow(socket: Socket): Set<ServerResponse> {
    const open = new Set<ServerResponse>();
    openOn.set(socket, open);
    socket.once('close', () => {
      for (const response of open) if (response.socket === null) response.emit('close');
    });
    return open;
  }

  server.on('request', ({ socket }, response: ServerResponse) => {
    const open = openOn.get(socket) ?? follow(socket);
    open.add(response);
    whenClosed(response, () => open.delete(response));
  });
}

/** Whether nothing more can be sent of a response, be its turn on the connection come or not. */
export function isClosed(response: ServerResponse): boolean {
  return response.closed || response.req.socket.destroyed;
}
