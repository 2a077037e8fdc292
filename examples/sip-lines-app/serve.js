import { createServer, preview } from 'vite';

/** The page needs nothing from elsewhere, and nothing that was written into it can run. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves the page on this machine, and the gateway under the same address, so that no CORS is needed.
 *
 * @param {string} gateway its address, such as `http://127.0.0.1:4000`
 * @param {{port: number, isDev?: boolean}} options `isDev` serves the sources and reloads them when they change
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function servePage(gateway, { port, isDev = false }) {
  const proxy = { '/graphql': { target: gateway, changeOrigin: true } };
  // Pages of other origins, on this machine too, have no business here.
  const options = { host: '127.0.0.1', port, proxy, cors: false };
  const root = import.meta.dirname;
  const server = isDev
    ? await createServer({ root, server: options })
    : await preview({
        root,
        preview: { ...options, headers: { 'content-security-policy': CONTENT_SECURITY_POLICY } },
      });
  if (isDev) await server.listen();
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}
