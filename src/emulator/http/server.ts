import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIP } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { handleControl, isControlPath } from './control/routes.ts';
import type { Portal } from '../portal.ts';
import type { PortalAnswer } from '../request.ts';
import { htmlAnswer } from '../rest/http-answer.ts';
import { readRequest, splitTarget } from './read-request.ts';
import { writeAnswer } from './write-answer.ts';

/** Key and certificate in PEM. */
export interface TlsOptions {
  readonly key: string;
  readonly cert: string;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls: TlsOptions | undefined;
  readonly clock: Clock;
  readonly portal: Portal;
}

export interface RunningServer {
  readonly port: number;
  /** Closes every connection at once, including hanging ones. */
  close(): Promise<void>;
}

export async function listen(options: ListenOptions): Promise<RunningServer> {
  requireLoopback(options.host);
  const listener: RequestListener = (message, response) => {
    serve(message, response, options).catch(() => response.destroy());
  };
  const server: Server =
    options.tls === undefined ? createHttpServer(listener) : createHttpsServer({ ...options.tls }, listener);
  // An idle connection must not be closed while a client is about to reuse it: only faults break connections here.
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  options: ListenOptions,
): Promise<void> {
  if (isControlPath(splitTarget(message).path)) {
    await handleControl(message, response, options.portal);
    return;
  }
  const read = await readRequest(message);
  const answer: PortalAnswer =
    read.kind === 'request'
      ? await options.portal.handle(read.request)
      : { kind: 'answer', ...htmlAnswer(read.kind === 'too-large' ? 413 : 405) };
  await writeAnswer(response, answer, options.clock);
}

/** The emulator has no protection of its own, so other machines must not reach it. */
function requireLoopback(host: string): void {
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (!isLoopback) {
    throw new Error(
      `The emulator serves this machine only: its host must be 127.0.0.1, ::1 or localhost, not "${host}".`,
    );
  }
}
