import { createServer, preview } from 'vite';

/**
 * Serves the page on this machine, and the gateway under the same address, so that no CORS is needed.
 *
 * @param {string} gateway its address, such as `http://127.0.0.1:4000`
 * @param {{port: number, isDev?: boolean}} options `isDev` serves the sources and reloads them when they change
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function servePage(gateway, { port, isDev = false }) {
  const proxy = { '/graphql': { target: gateway, changeOrigin: true } };
  const options = { host: '127.0.0.1', port, proxy };
  const root = import.meta.dirname;
  const server = isDev
    ? await createServer({ root, server: options })
    : await preview({ root, preview: options });
  if (isDev) await server.listen();
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}
