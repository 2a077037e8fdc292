import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { listen } from './http/server.ts';
import type { TlsOptions } from './http/server.ts';
import { DEFAULT_WEBHOOK_CODE } from './options.ts';
import type { PortalOptions } from './options.ts';
import { createPortal } from './portal.ts';
import type { Portal } from './portal.ts';

/** A portal that is served over HTTP on this machine. */
export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly origin: string;
  /** Address of the initial webhook: `ORIGIN/rest/1/CODE/`. */
  readonly webhookUrl: string;
  readonly portal: Portal;
  /** Closes every connection at once, including hanging ones. */
  close(): Promise<void>;
}

export interface EmulatorOptions extends Partial<Omit<PortalOptions, 'origin'>> {
  /** Loopback only. Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** Serve HTTPS with this key and certificate. Default: HTTP. */
  readonly tls?: TlsOptions;
}

/** Starts a portal. Without options it has no limits, its methods take no time, and its one webhook has all rights. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, tls, ...portalOptions } = options;
  const stopped = new AbortController();
  const clock: Clock = options.clock ?? systemClock(stopped.signal);
  let origin = '';
  const portal = createPortal({
    ...portalOptions,
    clock,
    random: options.random ?? Math.random,
    origin: () => origin,
  });
  const server = await listen({ host, port, tls, clock, portal });
  const name = host.includes(':') ? `[${host}]` : host;
  origin = `${tls === undefined ? 'http' : 'https'}://${name}:${server.port}`;

  const close = async (): Promise<void> => {
    stopped.abort();
    await server.close();
  };
  const { userId = 1, code = DEFAULT_WEBHOOK_CODE } = options.webhook ?? {};
  return {
    origin,
    webhookUrl: `${origin}/rest/${userId}/${code}/`,
    portal,
    close,
    [Symbol.asyncDispose]: close,
  };
}
