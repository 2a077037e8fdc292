import { createServer, type RequestListener } from 'node:http';
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OversizedAnswerError } from '../../../src/bitrix24/protocol/answer-bounds.ts';
import {
  createTransport,
  type Freshness,
  type TransportOptions,
} from '../../../src/bitrix24/protocol/transport.ts';
import { Secret } from '../../../src/config/secret.ts';
import { sampled } from '../../support/random-runs.ts';

const MEBIBYTE = 1024 * 1024;

/** What the transport makes of whatever a server answers, which it asks so many times. */
async function exchangeWith(
  server: Server,
  options: Partial<TransportOptions> = {},
  { host = '127.0.0.1', timeoutMs = 30_000, times = 1 } = {},
) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const transport = createTransport({ userAgent: 'test/1', ...options });
  const url = new Secret(`http://${host}:${port}/rest/1/code/method`);
  const ask = () => transport.post({ url, body: '{}', timeoutMs }).catch((error: unknown) => error);
  try {
    let outcome: unknown;
    for (let time = 0; time < times; time += 1) outcome = await ask();
    return { outcome, connections: sockets.size };
  } finally {
    transport.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  }
}

async function answerTo(listener: RequestListener, options: Partial<TransportOptions> = {}, host?: string) {
  const { outcome } = await exchangeWith(createServer(listener), options, host === undefined ? {} : { host });
  return outcome;
}

/** The same for a server that writes to its connections whatever it likes, once a request has come. */
async function answerToRaw(answer: (socket: Socket) => void, timeoutMs?: number) {
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      answer(socket);
    });
  });
  const { outcome } = await exchangeWith(server, {}, timeoutMs === undefined ? {} : { timeoutMs });
  return outcome;
}

const jsonOf = (size: number) => `{"result":"${'x'.repeat(size)}"}`;

describe('the transport', () => {
  it.each(
    sampled<[string, string, (text: string) => Buffer | string]>(
      [
        ['plain', 'identity', (text) => text],
        ['compressed', 'gzip', gzipSync],
        ['compressed in the other way', 'br', brotliCompressSync],
      ],
      1,
    ),
  )('reads an answer as large as the largest there can be, %s', async (_name, encoding, encode) => {
    const body = jsonOf(8 * MEBIBYTE);
    const encoded = encode(body);
    const listener: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(encoded);
    };
    expect(await answerTo(listener)).toMatchObject({ status: 200, body });
  });

  it('skips byte order marks and space before an answer, however they arrive', async () => {
    const body = '{"result":"\ufeffЁ"}';
    const listener: RequestListener = (_request, response) => {
      response.writeHead(200);
      const bytes = [...Buffer.from(`\ufeff\r\n\ufeff${body}`)];
      const next = (): void => {
        const byte = bytes.shift();
        if (byte === undefined) response.end();
        else response.write(Buffer.of(byte), () => setImmediate(next));
      };
      next();
    };
    expect(await answerTo(listener)).toMatchObject({ status: 200, body });
  });

  it('takes a compressed answer without a body for one without a body', async () => {
    const listener: RequestListener = (_request, response) => {
      response.writeHead(204, { 'content-encoding': 'gzip' }).end();
    };
    expect(await answerTo(listener)).toMatchObject({ status: 204, body: '' });
  });

  const bomb = gzipSync(jsonOf(64 * MEBIBYTE));
  it.each<[string, RequestListener]>([
    [
      'that never ends',
      (_request, response) => {
        flood(response, '{"a":"x', 'x');
      },
    ],
    [
      'that is small until it is decompressed',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      },
    ],
    [
      'that is small until it is decompressed, and says how small',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
      },
    ],
    [
      'that never ends and decompresses to nothing',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        flood(response, '', gzipSync(''));
      },
    ],
    [
      'with more values than any',
      (_request, response) => response.end(`{"result":[${'0,'.repeat(250_000)}0]}`),
    ],
    ['that is deeper than any', (_request, response) => response.end('{"result":'.repeat(100))],
    [
      'that is deeper than any in lists',
      (_request, response) => response.end(`{"result":${'['.repeat(1_000_000)}`),
    ],
  ])('stops reading an answer %s', async (_name, listener) => {
    expect(await answerTo(listener)).toBeInstanceOf(OversizedAnswerError);
  });

  it('stops reading an answer of more parts than contents', async () => {
    const answer = await answerToRaw((socket) => {
      flood(socket, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n', '1\r\n \r\n');
    });
    expect(answer).toBeInstanceOf(OversizedAnswerError);
  });

  it('does not count what only looks like structure within a text', async () => {
    const body = JSON.stringify({ result: '[{,'.repeat(300_000), other: '"\\"[[[,'.repeat(100_000) });
    expect(await answerTo((_request, response) => response.end(body))).toMatchObject({ status: 200, body });
  });

  it('reads no more of a page than it takes to keep the connection', async () => {
    const page = '<html>'.padEnd(10_000, '[');
    const server = createServer((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end(page);
    });
    expect(await exchangeWith(server, {}, { times: 3 })).toMatchObject({
      outcome: { status: 502, body: '' },
      connections: 1,
    });
    const endless: RequestListener = (_request, response) => {
      response.writeHead(502);
      flood(response, '<html>', '<td>');
    };
    expect(await answerTo(endless)).toMatchObject({ status: 502, body: '' });
    const compressed: RequestListener = (_request, response) => {
      response.writeHead(502, { 'content-encoding': 'gzip' }).end(gzipSync('<html>'.padEnd(MEBIBYTE)));
    };
    expect(await answerTo(compressed)).toMatchObject({ status: 502, body: '' });
  });

  it('keeps the connection of an answer that was read to its end, compressed or not', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(jsonOf(1)));
    });
    const { connections } = await exchangeWith(server, {}, { times: 3 });
    expect(connections).toBe(1);
  });

  it('takes the end of HTTP for an answer without a body, and closes the connection', async () => {
    const closed: Promise<void>[] = [];
    const answer = await answerToRaw((socket) => {
      closed.push(
        new Promise((resolve) =>
          socket.once('close', () => {
            resolve();
          }),
        ),
      );
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    expect(answer).toMatchObject({ status: 101, body: '' });
    await Promise.all(closed);
  });

  it('waits for an answer behind others that are none, but not for ever', async () => {
    const interim = 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
    expect(await answerToRaw((socket) => socket.write(interim + answer))).toMatchObject({ status: 200 });
    expect(
      await answerToRaw((socket) => {
        flood(socket, interim, interim);
      }),
    ).toBeInstanceOf(OversizedAnswerError);
  });

  it.concurrent.each<[string, (socket: Socket) => void]>([
    ['nothing', () => undefined],
    [
      'headers that do not end',
      (socket) => {
        trickle(socket, 'HTTP/1.1 200 OK\r\n', 'X: y\r\n');
      },
    ],
    ['interim answers that end in nothing', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')],
    [
      'a body that drips',
      (socket) => {
        trickle(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{"', 'x');
      },
    ],
    [
      'chunks that drip',
      (socket) => {
        trickle(socket, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n', '1\r\nx\r\n');
      },
    ],
  ])('ends by its time if the portal sends %s', async (_name, answer) => {
    expect(await answerToRaw(answer, 2_000)).toMatchObject({ reason: 'timeout', sent: true });
  });

  it('ends where headers are larger than any', async () => {
    const error = await answerToRaw((socket) => {
      flood(socket, 'HTTP/1.1 200 OK\r\n', `X: ${'y'.repeat(10_000)}\r\n`);
    });
    expect(error).toMatchObject({ reason: 'connection-lost', sent: true });
  });

  it('follows no redirect, however often it is asked', async () => {
    const listener: RequestListener = (request, response) => {
      response.writeHead(302, { location: `http://${request.headers.host}/again` }).end();
    };
    expect(await answerTo(listener)).toMatchObject({ status: 302, body: '' });
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

function flood(target: Writable, start: string, chunk: string | Buffer): void {
  const many = Buffer.concat(
    Array.from({ length: Math.ceil(100_000 / chunk.length) }, () => Buffer.from(chunk)),
  );
  const write = (): void => {
    while (!target.destroyed && target.write(many));
    if (!target.destroyed) target.once('drain', write);
  };
  target.write(start);
  write();
}

function trickle(socket: Socket, start: string, chunk: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(chunk), 10);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

describe('a request that wants a fresh connection', () => {
  /** How many connections two requests take, the second of which wants a fresh one. */
  async function connectionsFor(idleMs: number, fresh: Freshness): Promise<number> {
    let now = 0;
    const sockets = new Set<Socket>();
    const server = createServer((_request, response) => response.end('{}'));
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const transport = createTransport({ userAgent: 'test/1', now: () => now });
    const request = { url: new Secret(`http://127.0.0.1:${port}/`), body: '{}', timeoutMs: 30_000 };
    try {
      await transport.post(request);
      now += idleMs;
      expect(await transport.post({ ...request, fresh })).toMatchObject({ status: 200 });
      return sockets.size;
    } finally {
      transport.close();
      server.close();
    }
  }

  it.each<[number, Freshness, number]>([
    [999, 'yes', 1],
    [1_000, 'yes', 2],
    [0, 'new', 2],
    [100_000, 'any', 1],
  ])('gets one after %i ms: %s', async (idleMs, fresh, connections) => {
    expect(await connectionsFor(idleMs, fresh)).toBe(connections);
  });

  it('knows that nothing was sent if the portal has gone since the last one', async () => {
    let now = 0;
    const sockets = new Set<Socket>();
    const server = createServer((_request, response) => response.end('{}'));
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const transport = createTransport({ userAgent: 'test/1', now: () => now });
    const request = { url: new Secret(`http://127.0.0.1:${port}/`), body: '{}', timeoutMs: 30_000 };
    await transport.post(request);
    now += 1_000;
    server.close();
    for (const socket of sockets) socket.destroy();
    const outcome = await transport.post({ ...request, fresh: 'yes' }).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ reason: 'refused', sent: false });
    transport.close();
  });
});
