import {
  ClientClosedError,
  ClientOfflineError,
  createClient,
  createSentinel,
  ErrorReply,
} from '@redis/client';
import type { RedisSettings } from '../../config/redis.ts';

/** A connection to Redis that reconnects by itself. The only file that knows the library. */
export interface RedisDriver {
  /** Sends one command. Rejects at once while there is no connection, but may take any time while there is one. */
  send(command: readonly string[]): Promise<unknown>;
  /** Ends the connection; whatever is under way is rejected. */
  destroy(): void;
}

export interface DriverOptions {
  readonly settings: RedisSettings;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Called with the code of every failure to connect, or of a connection that broke. */
  readonly onProblem: (code: string) => void;
  /** Called whenever a connection is open. */
  readonly onReady: () => void;
}

export type ConnectDriver = (options: DriverOptions) => RedisDriver;

/** How long opening a connection may take, in milliseconds. */
const CONNECT_MS = 2_000;

/** Before the first attempt to reconnect, and before any later one, in milliseconds; both vary by half. */
const RECONNECT_MS = { first: 50, most: 1_000 } as const;

/** Connects in the background: the gateway starts without Redis too. */
export const connectDriver: ConnectDriver = ({ settings, random, onProblem, onReady }) => {
  const { server, tls, username, password } = settings;
  const reconnectStrategy = (attempt: number) =>
    Math.min(RECONNECT_MS.most, RECONNECT_MS.first * 2 ** Math.min(attempt, 10)) * (0.5 + random());
  const socket = { connectTimeout: CONNECT_MS, reconnectStrategy };
  // Waiting commands would be sent long after anybody waits for them.
  const common = {
    disableOfflineQueue: true,
    ...(username !== undefined && { username }),
    ...(password && { password: password.reveal() }),
  };
  const report = (error: unknown) => {
    const code = codeOf(error);
    if (code !== undefined) onProblem(code);
  };
  if (server.kind === 'single') {
    const { node, database } = server;
    const client = createClient({
      ...common,
      database,
      RESP: 2,
      socket: tls ? { ...socket, ...node, tls: true } : { ...socket, ...node },
    });
    client.on('error', report).on('ready', onReady);
    client.connect().catch(report);
    return {
      send: (command) => client.sendCommand([...command]),
      destroy: () => {
        if (client.isOpen) client.destroy();
      },
    };
  }
  const nodes = { ...common, RESP: 2 as const, socket: tls ? { ...socket, tls: true as const } : socket };
  const sentinel = createSentinel({
    name: server.group,
    sentinelRootNodes: [...server.sentinels],
    nodeClientOptions: nodes,
    sentinelClientOptions: nodes,
    passthroughClientErrorEvents: true,
    // A command that ran might run again, which only its caller can decide.
    maxCommandRediscovers: 0,
    scanInterval: 2_000,
    RESP: 2,
  });
  sentinel.on('error', report).on('ready', onReady);
  sentinel.connect().catch(report);
  return {
    send: (command) => sentinel.sendCommand(false, [...command]),
    destroy: () => {
      sentinel.destroy().catch(report);
    },
  };
};

/** Whether Redis has replied that it does not execute a command. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ErrorReply;
}

/**
 * What of an error may be logged: its code, never its message, which may quote the URL. Undefined if it only says that
 * there is no connection, and not why.
 */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof ClientOfflineError || error instanceof ClientClosedError) return undefined;
  if (error instanceof ErrorReply) return /^[A-Z]{2,30}\b/.exec(error.message)?.[0] ?? 'ERR';
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  const name = error instanceof Error ? error.constructor.name : 'unknown';
  return name === 'Error' ? undefined : name;
}
