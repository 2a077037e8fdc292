import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isClosed } from './queued-responses.ts';
import { whenClosed } from './when-closed.ts';

/** A request that was not executed as an operation, when it is over. */
export interface EndedRequest {
  readonly requestId: string;
  /** Undefined for what is not HTTP. */
  readonly method?: string | undefined;
  /** The path of the route, which quotes nothing of the request; undefined if there is none. */
  readonly route?: string | undefined;
  /** Undefined if the client hung up before the response was complete. */
  readonly status?: number | undefined;
  /** Why it was refused; undefined if it was served. One of a fixed set. */
  readonly reason?: string | undefined;
  /** The name of the caller; undefined if it is not known. */
  readonly caller?: string | undefined;
  readonly portalKey?: string | undefined;
  readonly ms: number;
}

/** Called once for every request but those of operations, which are reported by GraphQL. Must not throw. */
export type OnRequestEnded = (ended: EndedRequest) => void;

/** What is known about each request until it is over. */
export interface RequestNotes {
  begin(request: FastifyRequest, reply: FastifyReply): void;
  /** Adds what has been found out about a request. */
  add(request: FastifyRequest, known: Pick<EndedRequest, 'reason' | 'caller' | 'portalKey'>): void;
  /** Awaits the end of a request that goes on even if its client is gone. */
  during<T>(request: FastifyRequest, reply: FastifyReply, execute: () => Promise<T>): Promise<T>;
  /** What arrived on a connection could not be read to its end: the request that was begun there, if there is one. */
  unreadable(socket: Socket, refused: Pick<EndedRequest, 'requestId' | 'status' | 'reason'>): void;
  /** The request is an operation that is reported by GraphQL. */
  isReported(request: FastifyRequest): void;
}

interface Note {
  readonly startedAt: number;
  known: Pick<EndedRequest, 'reason' | 'caller' | 'portalKey' | 'status'>;
  state: 'open' | 'executing' | 'over';
}

export interface RequestNotesOptions {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly onEnded: OnRequestEnded;
}

export function createRequestNotes({ now, onEnded }: RequestNotesOptions): RequestNotes {
  const notes = new WeakMap<FastifyRequest, Note>();
  const latest = new WeakMap<Socket, Note>();

  function end(note: Note, request: FastifyRequest, { raw, statusCode }: FastifyReply): void {
    note.state = 'over';
    const status = raw.writableFinished ? statusCode : note.known.status;
    onEnded({
      requestId: request.id,
      method: raw.req.method,
      route: request.routeOptions.url,
      ...note.known,
      status,
      reason: note.known.reason ?? reasonOf(status),
      ms: now() - note.startedAt,
    });
  }

  return {
    begin(request, reply) {
      const note: Note = { startedAt: now(), known: {}, state: 'open' };
      notes.set(request, note);
      latest.set(request.raw.socket, note);
      whenClosed(reply.raw, () => {
        if (note.state === 'open') end(note, request, reply);
      });
    },
    add(request, known) {
      const note = notes.get(request);
      if (note) note.known = { ...note.known, ...known };
    },
    async during(request, reply, execute) {
      const note = notes.get(request);
      if (note) note.state = 'executing';
      try {
        return await execute();
      } finally {
        if (note?.state === 'executing') {
          note.state = 'open';
          if (isClosed(reply.raw)) end(note, request, reply);
        }
      }
    },
    unreadable(socket, refused) {
      const note = latest.get(socket);
      if (note && note.state !== 'over')
        note.known = { ...note.known, status: refused.status, reason: refused.reason };
      else onEnded({ ...refused, ms: 0 });
    },
    isReported(request) {
      const note = notes.get(request);
      if (note) note.state = 'over';
    },
  };
}

const REASONS: ReadonlyMap<number, string> = new Map([
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [406, 'not-acceptable'],
  [408, 'too-slow-to-arrive'],
  [413, 'body-too-large'],
  [415, 'media-type'],
  [431, 'headers-too-large'],
  [503, 'unavailable'],
]);

/** The reason of a refusal that has no other. */
export function reasonOf(status: number | undefined): string | undefined {
  if (status === undefined) return 'client-gone';
  if (status < 400) return undefined;
  return REASONS.get(status) ?? (status < 500 ? 'bad-request' : 'internal-server-error');
}
