/** A user's telephony settings. */
export interface TelephonyUser {
  readonly id: number;
  /** LINE_ID, or null for the portal's default line. */
  readonly defaultLine: string | null;
  /** Null for a user who never had a phone. */
  readonly phoneEnabled: boolean | null;
  readonly sipPassword: string | null;
  readonly innerNumber: string | null;
}

/** Users, and for which access tokens an administrator allowed an application to read their settings. */
export interface Users {
  put(user: { readonly id: number } & Partial<TelephonyUser>): TelephonyUser;
  get(id: number): TelephonyUser | undefined;
  all(): readonly TelephonyUser[];
  confirmation(accessToken: string, method: string): Confirmation | undefined;
  confirm(accessToken: string, method: string, answer: Confirmation): void;
}

/** An administrator's answer to an application that wants to call a guarded method. */
export type Confirmation = 'waiting' | 'allowed' | 'denied';

export function createUsers(): Users {
  const users = new Map<number, TelephonyUser>();
  const confirmations = new Map<string, Confirmation>();
  return {
    put: (changes) => {
      const before = users.get(changes.id) ?? {
        id: changes.id,
        defaultLine: null,
        phoneEnabled: null,
        sipPassword: null,
        innerNumber: null,
      };
      const user = { ...before, ...changes };
      users.set(user.id, user);
      return user;
    },
    get: (id) => users.get(id),
    all: () => [...users.values()],
    confirmation: (accessToken, method) => confirmations.get(`${method} ${accessToken}`),
    confirm: (accessToken, method, answer) => void confirmations.set(`${method} ${accessToken}`, answer),
  };
}
