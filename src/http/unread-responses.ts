import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Socket } from 'node:net';
import { clientAddress } from './client-address.ts';
import { isClosed } from './queued-responses.ts';
import { whenClosed } from './when-closed.ts';

/** How many bytes of responses may wait for clients that do not read them. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

export interface UnreadResponsesOptions {
  /** How long a client may take to read a response that is ready, in milliseconds. */
  readonly responseMs: number;
}

/** A response that was written and is not yet with its client. */
interface Unread {
  readonly socket: Socket;
  readonly address: string;
  readonly bytes: number;
}

/**
 * Closes the connections of clients that do not read their responses: each after a time, and before that when all
 * responses together hold too much memory, the oldest of the address that holds most of it.
 */
export function limitUnreadResponses(server: FastifyInstance, { responseMs }: UnreadResponsesOptions): void {
  // In the order in which they were written.
  const unread = new Set<Unread>();
  let total = 0;

  function forget(response: Unread): void {
    if (unread.delete(response)) total -= response.bytes;
  }

  function follow(reply: FastifyReply, bytes: number): void {
    const { raw, request } = reply;
    const { socket } = request.raw;
    const response = { socket, address: clientAddress(request), bytes };
    const overdue = setTimeout(() => socket.destroy(), responseMs);
    unread.add(response);
    total += bytes;
    whenClosed(raw, () => {
      clearTimeout(overdue);
      forget(response);
    });
  }

  function heaviestAddress(): string | undefined {
    const bytesOf = new Map<string, number>();
    for (const { address, bytes } of unread) bytesOf.set(address, (bytesOf.get(address) ?? 0) + bytes);
    const [heaviest] = [...bytesOf].sort(([, one], [, other]) => other - one);
    return heaviest?.[0];
  }

  function makeRoom(): void {
    while (total > MAX_UNREAD_BYTES) {
      const heaviest = heaviestAddress();
      const oldest = [...unread].find(({ address }) => address === heaviest);
      if (!oldest) return;
      forget(oldest);
      oldest.socket.destroy();
    }
  }

  server.addHook('onSend', (_request, reply, payload, done) => {
    if (!isClosed(reply.raw)) {
      // Before the new one, which may be read at once.
      makeRoom();
      follow(reply, sizeOf(payload));
    }
    done(null, payload);
  });
}

/** Streams wait for their clients and hold little. */
function sizeOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
}
