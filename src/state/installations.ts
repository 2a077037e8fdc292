import type { Secret } from '../config/secret.ts';

/** What the gateway keeps of its application on one portal. */
export interface Installation {
  /** Names the portal at the vendor; stays when the portal is renamed. */
  readonly memberId: string;
  /** `https://PORTAL/rest/`: a method name appended to it is the address to call. */
  readonly endpoint: string;
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** What later events of the portal carry as proof. */
  readonly applicationToken: Secret;
  /** The refresh token is worth nothing any more: only installing the application again helps. */
  readonly reinstallNeeded: boolean;
}

/** Installations, wherever they are kept. Replicas that share a store see each other's changes at once. */
export interface InstallationStore {
  all(): Promise<readonly Installation[]>;
  find(memberId: string): Promise<Installation | undefined>;
  /**
   * Compare and set: puts `next` where `held` is, durably before it resolves; `undefined` is nothing. False, and
   * nothing changed, if something else is there by now.
   */
  replace(memberId: string, held: Installation | undefined, next: Installation | undefined): Promise<boolean>;
  /**
   * Runs work while nobody else does for the same portal.
   *
   * @throws StoreError if the others take too long
   */
  alone<T>(memberId: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when no such work is under way in this process. */
  settled(): Promise<void>;
}

/** What is stored cannot be read or written. The message says what to do and holds no secret. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
