import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Writes an answer to a connection, or whatever else it likes. */
export type RawAnswer = (socket: Socket) => void;

/** A portal that is free from HTTP: each method is answered by writing to the connection. */
export interface RawPortal extends AsyncDisposable {
  readonly webhookUrl: string;
  /** How a method is answered from now on; `*` stands for every other one. */
  answer(method: string, answer: RawAnswer): void;
  /** The methods of the requests that came so far, in order. */
  readonly requests: readonly string[];
  /** Connections that are open. */
  connections(): number;
}

export async function startRawPortal(): Promise<RawPortal> {
  const answers = new Map<string, RawAnswer>();
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whoever had enough hangs up.
    socket.on('error', () => undefined);
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      received += part;
      const [, path = '', length = '0'] =
        /^POST (\S+) HTTP\/1\.1\r\n[^]*?content-length: (\d+)[^]*?\r\n\r\n/i.exec(received) ?? [];
      const end = received.indexOf('\r\n\r\n') + 4;
      if (path === '' || received.length < end + Number(length)) return;
      received = '';
      const method = path.split('/').at(-1) ?? '';
      requests.push(method);
      (answers.get(method) ?? answers.get('*'))?.(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    webhookUrl: `http://127.0.0.1:${port}/rest/1/webhookcode0123/`,
    answer: (method, answer) => answers.set(method, answer),
    requests,
    connections: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An answer in the form that HTTP has for it. */
export function httpAnswer(
  body: string | Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Buffer {
  const bytes = Buffer.from(body);
  const fields = Object.entries({ 'Content-Length': String(bytes.length), ...headers });
  const lines = [`HTTP/1.1 ${status} Any`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

/** Writes without an end, as fast as the other side reads. */
export function flood(socket: Socket, start: string | Buffer, chunk: string | Buffer): void {
  const many = Buffer.concat(
    Array.from({ length: Math.ceil(65_536 / chunk.length) }, () => Buffer.from(chunk)),
  );
  const write = (): void => {
    while (!socket.destroyed && socket.write(many));
    if (!socket.destroyed) socket.once('drain', write);
  };
  socket.write(start);
  write();
}

/** Writes a little from time to time. */
export function trickle(socket: Socket, start: string | Buffer, chunk: string | Buffer): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(chunk), 20);
  socket.once('close', () => {
    clearInterval(timer);
  });
}
