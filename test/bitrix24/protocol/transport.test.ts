import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  createTransport,
  TransportError,
  type TransportOptions,
} from '../../../src/bitrix24/protocol/transport.ts';
import { Secret } from '../../../src/config/secret.ts';

const MEBIBYTE = 1024 * 1024;

/** What the transport makes of whatever a server answers. */
async function answerTo(
  listener: RequestListener,
  options: Partial<TransportOptions> = {},
  host = '127.0.0.1',
) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const transport = createTransport({ userAgent: 'test/1', ...options });
  try {
    const url = new Secret(`http://${host}:${port}/rest/1/code/method`);
    return await transport.post({ url, body: '{}', timeoutMs: 30_000 }).catch((error: unknown) => error);
  } finally {
    transport.close();
    server.close();
    server.closeAllConnections();
  }
}

describe('the transport', () => {
  it('reads an answer as large as the largest there can be, compressed or not', async () => {
    const body = 'x'.repeat(8 * MEBIBYTE);
    expect(await answerTo((_request, response) => response.end(body))).toMatchObject({ status: 200, body });
    const compressed: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
    };
    expect(await answerTo(compressed)).toMatchObject({ status: 200, body });
  });

  it.each<[string, RequestListener]>([
    [
      'that never ends',
      (_request, response) => {
        flood(response);
      },
    ],
    [
      'that is small until it is decompressed',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * MEBIBYTE)));
      },
    ],
  ])('stops reading an answer %s', async (_name, listener) => {
    const error = await answerTo(listener);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ reason: 'too-large', sent: true });
  });

  const patience = { lookup: 50, connect: 1_000, secureConnect: 1_000, read: 50 };

  it('does not wait for the rest of an answer that has begun', async () => {
    const error = await answerTo(
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{');
      },
      { patience },
    );
    expect(error).toMatchObject({ reason: 'timeout', sent: true });
  });

  it('does not wait for a name, and knows that nothing was sent', async () => {
    const error = await answerTo(
      (_request, response) => response.end('{}'),
      { patience, lookup: () => undefined },
      'portal.example',
    );
    expect(error).toMatchObject({ reason: 'timeout', sent: false });
  });
});

function flood(response: Parameters<RequestListener>[1]): void {
  const chunk = Buffer.alloc(MEBIBYTE / 4, 'x');
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}
