import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a port of this machine on which connections can be delayed, held up and cut. */
export interface SlowLink extends AsyncDisposable {
  readonly port: number;
  /** How long whatever is sent from now on is on its way, in milliseconds. Bytes never overtake each other. */
  delay(ms: number): void;
  cutAll(): void;
}

export async function openSlowLink(target: number): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  let delayMs = 0;

  /** Forwards in order: a timer never fires before an earlier one of the same or a shorter delay that is due. */
  function forward(from: Socket, to: Socket): void {
    let last = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const due = new Promise<void>((resolve) => {
        if (delayMs > 0) setTimeout(resolve, delayMs);
        else resolve();
      });
      last = Promise.all([last, due]).then(() => {
        if (!to.destroyed) to.write(chunk);
      });
    });
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    // What matters is that it closes.
    from.on('error', () => undefined);
    sockets.add(from);
  }

  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) socket.setNoDelay(true);
    forward(near, far);
    forward(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    delay(ms) {
      delayMs = ms;
    },
    cutAll,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      cutAll();
      await closed;
    },
  };
}
