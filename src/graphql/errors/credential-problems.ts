import type { CredentialProblem } from '../../credentials/credential.ts';
import type { ErrorDetails } from './client-error.ts';

interface CredentialProblemEntry {
  readonly code: 'PORTAL_CREDENTIAL_REJECTED' | 'PAYMENT_REQUIRED' | 'RATE_LIMITED' | 'PORTAL_UNAVAILABLE';
  readonly message?: string;
  readonly details?: Pick<ErrorDetails<'PORTAL_CREDENTIAL_REJECTED'>, 'portalState'>;
}

/** The errors for a gateway application that has no usable credential for the portal. */
export const CREDENTIAL_PROBLEMS: Readonly<Record<CredentialProblem, CredentialProblemEntry>> = {
  'not-installed': {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    message: "The gateway's application is no longer installed on this portal.",
  },
  'reinstall-needed': {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    message:
      "The portal's tokens can no longer be renewed. A portal administrator must install the gateway's application again.",
    details: { portalState: 'REINSTALL_NEEDED' },
  },
  refused: {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    message:
      "Bitrix24's authorization server refuses to renew the portal's tokens: see \"bitrix24\". The gateway's operator must check the application.",
  },
  'payment-required': { code: 'PAYMENT_REQUIRED' },
  unavailable: {
    code: 'PORTAL_UNAVAILABLE',
    message:
      "The portal's tokens must be renewed, but Bitrix24's authorization server did not return a usable response. Nothing was executed.",
  },
  'too-many-renewals': {
    code: 'RATE_LIMITED',
    message:
      'The portal\'s tokens must be renewed, but the gateway limits how often it renews those of one portal and of all portals. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.',
  },
  'store-unavailable': {
    code: 'PORTAL_UNAVAILABLE',
    message:
      "The portal's tokens must be renewed, but the gateway cannot reach its token store. Nothing was executed: try again soon.",
  },
};
