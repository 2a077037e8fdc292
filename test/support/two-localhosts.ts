import dns from 'node:dns';
import { once } from 'node:events';
import { connect } from 'node:net';
import { vi } from 'vitest';

/** The other address of `localhost`. Unlike `::1`, every Linux machine has it. */
const OTHER = '127.0.0.2';

type Callback = (error: Error | null, addresses: readonly dns.LookupAddress[]) => void;

/**
 * Gives `localhost` two addresses until the end of the scope, as most machines do, but not those of CI: a server that
 * listens on all of them does so everywhere.
 */
export function twoLocalhosts(): Disposable {
  const lookup = dns.lookup.bind(dns) as (...given: readonly unknown[]) => void;
  const spy = vi.spyOn(dns, 'lookup').mockImplementation((...given: readonly unknown[]) => {
    const [host, options, callback] = given as [string, { readonly all?: boolean }, Callback];
    if (host !== 'localhost' || !options.all) lookup(...given);
    else
      callback(
        null,
        ['127.0.0.1', OTHER].map((address) => ({ address, family: 4 })),
      );
  });
  return {
    [Symbol.dispose]: () => {
      spy.mockRestore();
    },
  };
}

/** Whether a server also listens on the other address of `localhost`. */
export async function listensOnOther(url: string): Promise<boolean> {
  const socket = connect({ port: Number(new URL(url).port), host: OTHER });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
