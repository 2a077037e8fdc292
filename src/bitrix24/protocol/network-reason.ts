import type { NetworkReason } from './errors.ts';

const REASONS: Readonly<Record<string, NetworkReason>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ADDRESS_NOT_ALLOWED: 'address-not-allowed',
  PROXY_FAILED: 'proxy',
};
/** Codes of Node.js and OpenSSL. */
const TLS_REASONS: Readonly<Record<string, NetworkReason>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-name',
  HOSTNAME_MISMATCH: 'tls-wrong-name',
};
const TLS =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_(CA|PURPOSE)$)|^EPROTO$/;

/** Why an exchange failed, by the code of its error. */
export function networkReasonOf(code: string): NetworkReason {
  return TLS_REASONS[code] ?? REASONS[code] ?? (TLS.test(code) ? 'tls' : 'connection-lost');
}
