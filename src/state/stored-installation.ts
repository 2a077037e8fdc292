import { z } from 'zod';
import { Secret } from '../config/secret.ts';
import type { Installation } from './installations.ts';

/** An installation as stores write it, before they encrypt it. */
export const STORED_INSTALLATION = z.object({
  endpoint: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.number(),
  applicationToken: z.string(),
  oauthServer: z.string().optional(),
  reinstallNeeded: z.boolean(),
});
export type StoredInstallation = z.infer<typeof STORED_INSTALLATION>;

export function fromStored(memberId: string, stored: StoredInstallation): Installation {
  return {
    memberId,
    endpoint: stored.endpoint,
    accessToken: new Secret(stored.accessToken),
    refreshToken: new Secret(stored.refreshToken),
    expiresAt: stored.expiresAt,
    applicationToken: new Secret(stored.applicationToken),
    oauthServer: stored.oauthServer,
    reinstallNeeded: stored.reinstallNeeded,
  };
}

export function toStored(installation: Installation): StoredInstallation {
  return {
    endpoint: installation.endpoint,
    accessToken: installation.accessToken.reveal(),
    refreshToken: installation.refreshToken.reveal(),
    expiresAt: installation.expiresAt,
    applicationToken: installation.applicationToken.reveal(),
    oauthServer: installation.oauthServer,
    reinstallNeeded: installation.reinstallNeeded,
  };
}

/** Whether both hold the same; undefined means no installation. */
export function isSameInstallation(one: Installation | undefined, other: Installation | undefined): boolean {
  return JSON.stringify(one && toStored(one)) === JSON.stringify(other && toStored(other));
}
