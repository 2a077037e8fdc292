import type { Failure, NetworkReason } from '../bitrix24/protocol/errors.ts';

/**
 * Why a portal that could not be reached was not, and what to do about it; undefined for a failure that does not
 * concern the way to the portal.
 *
 * @param address what names the portal's address, such as a setting
 */
export function causeOf(failure: Failure, address: string): string | undefined {
  switch (failure.kind) {
    case 'network':
      return NETWORK_CAUSES[failure.reason](address);
    case 'unreadable':
      return `something other than its REST service responded, with HTTP ${failure.status} and no JSON: a proxy, a firewall or a login page in between, or a web server. Open the portal in a browser of this machine, and check ${address}.`;
    default:
      return undefined;
  }
}

const TRUST =
  'If that is intended, trust it with NODE_EXTRA_CA_CERTS=/path/to/certificate.pem, for this check and for the gateway.';

const NETWORK_CAUSES: Readonly<Record<NetworkReason, (address: string) => string>> = {
  refused: (address) =>
    `its address refuses connections, or there is no route to it. Check ${address}, its port included, whether the portal is running, and the firewalls in between.`,
  dns: (address) =>
    `its name is not found. Check the spelling of the host in ${address}, and the DNS of this machine.`,
  'address-not-allowed': (address) =>
    `the host in ${address} is at an address that is not public. Allow the portal's network with BITRIX24_PRIVATE_ADDRESSES.`,
  proxy: () =>
    'the proxy in HTTPS_PROXY opened no connection to it. Check the address of the proxy, its credentials and what it allows, or add the portal to NO_PROXY.',
  'connection-lost': () =>
    'the connection was closed before a response arrived. A firewall or proxy in between may do that, or the portal is restarting.',
  timeout: (address) =>
    `it did not respond in time. Check ${address}, whether a firewall in between drops connections, and whether the portal is overloaded.`,
  'tls-self-signed': () => `its certificate is self-signed, so it is not trusted. ${TRUST}`,
  'tls-untrusted': () =>
    `its certificate was issued by an authority that is not trusted, or the server does not send its intermediate certificates. The authority may be your company's own, or a proxy that inspects connections. ${TRUST}`,
  'tls-expired': () =>
    'its certificate has expired, or the clock of this machine is ahead. Renew the certificate on the portal, or correct the clock.',
  'tls-not-yet-valid': () =>
    'its certificate is not valid yet, or the clock of this machine is behind. Correct the clock.',
  'tls-wrong-name': (address) =>
    `its certificate is for another name. Use the portal's own name in ${address}.`,
  tls: (address) =>
    `no secure connection can be made: the server may not speak TLS on this port, or only versions that are no longer accepted. Check ${address}, its port included.`,
};
