import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

/** An issuer of JSON Web Tokens that tells its keys over HTTP. */
export interface Issuer extends AsyncDisposable {
  readonly jwksUrl: string;
  /** How often its keys were asked for. */
  readonly requests: () => number;
  /** Makes a new key and forgets the old one. */
  rotate(): Promise<void>;
  /** Answers no more requests, or does so again. */
  setBroken(broken: boolean): void;
  /** A token of the current key, good for an hour unless the claims say otherwise. */
  sign(claims: Readonly<Record<string, unknown>>, header?: { readonly kid?: string }): Promise<string>;
  readonly publicKey: () => JWK;
}

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'telephony-gateway';

export async function startIssuer(): Promise<Issuer> {
  let serial = 0;
  let requests = 0;
  let broken = false;
  let key = await newKey();

  async function newKey() {
    serial += 1;
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const kid = `key-${serial}`;
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
  }

  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(broken ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [key.jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    requests: () => requests,
    rotate: async () => {
      key = await newKey();
    },
    setBroken(value) {
      broken = value;
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
