import type { Secret } from '../config/secret.ts';

/** What the gateway stores about its application on one portal. */
export interface Installation {
  /** The vendor's id of the portal. It stays the same when the portal is renamed. */
  readonly memberId: string;
  /** `https://PORTAL/rest/`: append the name of a method to get the address to call. */
  readonly endpoint: string;
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** When the access token expires, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Later events of the portal carry it as proof of their origin. */
  readonly applicationToken: Secret;
  /**
   * Address of the authorization server that the portal belongs to. Undefined for installations of the time when there
   * was only one, which the first server of the settings renewed; the next renewal adds it.
   */
  readonly oauthServer: string | undefined;
  /** The refresh token is no longer valid: the application has to be installed again. */
  readonly reinstallNeeded: boolean;
}

/** Where installations are stored. Replicas that share a store see each other's changes at once. */
export interface InstallationStore {
  all(): Promise<readonly Installation[]>;
  find(memberId: string): Promise<Installation | undefined>;
  /**
   * Compare-and-set: replaces `held` with `next`, durably before it resolves; `undefined` means no installation.
   * Returns false and changes nothing if the store holds something else by now.
   */
  replace(memberId: string, held: Installation | undefined, next: Installation | undefined): Promise<boolean>;
  /**
   * Runs work while holding the portal's lock, so that no other process or call does the same.
   *
   * @throws StoreError if the lock is not released in time
   */
  withLock<T>(memberId: string, work: () => Promise<T>): Promise<T>;
  /**
   * Resolves if the store can be used at the moment, for changes too.
   *
   * @throws StoreError
   */
  check(): Promise<void>;
  /** Resolves when this process holds no lock and waits for none. */
  idle(): Promise<void>;
}

/** The store cannot be read or written. The message says what is wrong and holds no secret. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** The store cannot be reached at the moment: trying again may help. What was to be written may have been written. */
export class StoreUnavailableError extends StoreError {
  override readonly name = 'StoreUnavailableError';
}
