/** The framework would give `localhost` a second server for `::1`, without the limits on connections. */
export function listenAddress(host: string): string {
  return host.toLowerCase() === 'localhost' ? '127.0.0.1' : host;
}
