import type { CredentialProblem } from '../../credentials/credential.ts';
import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';

interface CredentialProblemEntry {
  readonly code: TelephonyErrorCode;
  readonly message?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a client is told where the gateway's application has nothing to call the portal with. */
export const CREDENTIAL_PROBLEMS: Readonly<Record<CredentialProblem, CredentialProblemEntry>> = {
  'not-installed': {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    message: "The gateway's application is no longer installed on this portal.",
  },
  'reinstall-needed': {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    message:
      "The portal's tokens can no longer be renewed. An administrator of the portal must install the gateway's application again.",
    details: { portalState: 'REINSTALL_NEEDED' },
  },
  refused: {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    message:
      "The vendor's authorization server refuses to renew the portal's tokens: see \"bitrix24\". The gateway's operator must look at its application.",
  },
  'payment-required': { code: 'PAYMENT_REQUIRED' },
  unavailable: {
    code: 'PORTAL_UNAVAILABLE',
    message:
      "The portal's tokens have to be renewed, and the vendor's authorization server gave no usable answer. Nothing was executed.",
  },
};
