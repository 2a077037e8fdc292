import type { Config, PortalSource } from '../config/config.ts';
import type { Loggable, LogFields } from '../observability/logger.ts';

/**
 * The settings in force, for the log: all of them, without secrets and without the portal's address. A new one does not
 * compile until it is here.
 */
export function describeSettings(config: Config, source: PortalSource): LogFields {
  const { callers, deadlines, drain, idempotency, metrics, rateLimit, redis, traces } = config;
  const settings: Readonly<Record<keyof Config, Loggable>> = {
    production: config.production,
    host: config.host,
    port: config.port,
    loopbackOnly: config.loopbackOnly,
    callers: callers
      ? { keys: callers.apiKeys.map(({ name }) => name), issuer: callers.jwt?.issuer }
      : 'not authenticated',
    trustedProxies: config.trustedProxies,
    maxConnections: config.maxConnections,
    keepAliveMs: config.keepAliveMs,
    headersMs: config.headersMs,
    requestsPerMinute: config.requestsPerMinute ?? 'off',
    costLimit: config.costLimit,
    corsOrigins: config.corsOrigins,
    corsHeaders: config.corsHeaders,
    logLevel: config.logLevel,
    logFormat: config.logFormat,
    metrics: metrics ? { host: metrics.host, port: metrics.port } : 'off',
    traces: traces?.protocol ?? 'off',
    deadlines: { readMs: deadlines.readMs, writeMs: deadlines.writeMs },
    longestRunMs: config.longestRunMs,
    drain: { delayMs: drain.delayMs, timeoutMs: drain.timeoutMs },
    privateAddresses: config.privateAddresses.length,
    idempotency: { keepMs: idempotency.keepMs, maxOutcomes: idempotency.maxOutcomes },
    repeatAddsAfterMs: config.repeatAddsAfterMs,
    rateLimit: rateLimit ? `${rateLimit.burst}/${rateLimit.perSecond}` : 'off',
    // Its address may contain a password.
    proxy: config.proxy ? 'set' : 'off',
    redis: redis ? { servers: redis.server.kind, tls: redis.tls } : 'off',
  };
  return { portals: source.kind, ...settings };
}
