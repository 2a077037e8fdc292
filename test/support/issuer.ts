import type { webcrypto } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

/** An issuer of JSON Web Tokens that tells its keys over HTTP. */
export interface Issuer extends AsyncDisposable {
  readonly jwksUrl: string;
  /** How often its keys were asked for. */
  readonly requests: () => number;
  /** How much of its answers was taken, in bytes. */
  readonly taken: () => number;
  /** Makes a new key and forgets the old one. */
  rotate(): Promise<void>;
  /**
   * How it answers from now on: with its keys, an error, a page or something too large instead of keys, or not at all.
   * While it is silent, it answers nothing, and then all of that at once.
   */
  setState(state: IssuerState): void;
  /** Publishes this key too, and returns a token signed with it. */
  signWith(
    key: webcrypto.CryptoKeyPair,
    alg: string,
    claims: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** A token of the current key, good for an hour unless the claims say otherwise. */
  sign(claims: Readonly<Record<string, unknown>>, header?: { readonly kid?: string }): Promise<string>;
  readonly publicKey: () => JWK;
}

export type IssuerState =
  'well' | 'silent' | 'failing' | 'garbled' | 'gone' | 'endless' | 'endlessly-failing' | 'deep';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'telephony-gateway';

const ODD_BODIES: Partial<Readonly<Record<IssuerState, string>>> = {
  garbled: '<html>',
  deep: `{"keys":[{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}]}`,
};

function writeForEver(response: ServerResponse): void {
  const chunk = `{"keys":[${'{},'.repeat(20_000)}`;
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

export async function startIssuer(): Promise<Issuer> {
  let serial = 0;
  let requests = 0;
  let state: IssuerState = 'well';
  const others: JWK[] = [];
  let key = await newKey();

  async function newKey() {
    serial += 1;
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const kid = `key-${serial}`;
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
  }

  const held: ServerResponse[] = [];

  const server = createServer((_request, response) => {
    requests += 1;
    answer(response);
  });

  function answer(response: ServerResponse): void {
    if (state === 'silent') {
      held.push(response);
      return;
    }
    if (state === 'gone') {
      response.destroy();
      return;
    }
    const fails = state === 'failing' || state === 'endlessly-failing';
    response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
    if (state === 'endless' || state === 'endlessly-failing') writeForEver(response);
    else response.end(ODD_BODIES[state] ?? JSON.stringify({ keys: [key.jwk, ...others] }));
  }

  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    requests: () => requests,
    taken: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    rotate: async () => {
      key = await newKey();
    },
    setState(next) {
      state = next;
      for (const response of held.splice(0)) answer(response);
    },
    signWith: async ({ publicKey, privateKey }, alg, claims) => {
      serial += 1;
      const kid = `key-${serial}`;
      others.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' });
      const head = Buffer.from(JSON.stringify({ alg, kid })).toString('base64url');
      const body = { iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 3600, ...claims };
      const signed = `${head}.${Buffer.from(JSON.stringify(body)).toString('base64url')}`;
      // Not by the library, which refuses to sign with a weak key.
      const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(signed));
      return `${signed}.${Buffer.from(signature).toString('base64url')}`;
    },
    sign: (claims, header) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: header?.kid ?? key.kid })
        .sign(key.privateKey),
    publicKey: () => key.jwk,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
