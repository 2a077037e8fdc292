import type { LineRowFragment, LiveRegistrationFragment } from '../__generated__/graphql.ts';

export interface RegistrationState {
  readonly tone: 'good' | 'bad' | 'pending' | 'neutral';
  readonly label: string;
  /** What went wrong, in the provider's or the gateway's words. */
  readonly detail?: string | undefined;
}

interface Known {
  /** The current state, if it was read. */
  readonly live: LiveRegistrationFragment['registration'];
  /** Why it could not be read. */
  readonly unread?: string | undefined;
}

/** What to show of a line's registration: its current state if that is known, otherwise the last one that the portal knew. */
export function registrationState(line: LineRowFragment, { live, unread }: Known): RegistrationState {
  if (line.type === 'OFFICE') return { tone: 'neutral', label: 'The PBX connects itself' };
  const last = line.lastRegistration;
  if (line.regId === null) return { tone: 'bad', label: 'Rejected by the provider', detail: textOf(last) };
  if (unread !== undefined) return { tone: 'neutral', label: 'Unknown', detail: unread };
  switch (live?.status) {
    case 'SUCCESS':
      return REGISTERED;
    case 'ERROR':
      return { tone: 'bad', label: 'Not registered', detail: textOf(live) };
    case 'IN_PROGRESS':
    case 'WAIT':
      return { tone: 'pending', label: 'Registering…' };
    case null:
    case undefined:
      return lastState(last);
  }
}

const REGISTERED: RegistrationState = { tone: 'good', label: 'Registered' };

function lastState(last: LineRowFragment['lastRegistration']): RegistrationState {
  const code = last?.statusCode ?? undefined;
  if (code === undefined) return { tone: 'pending', label: 'Checking…' };
  return code === 200 ? REGISTERED : { tone: 'bad', label: 'Not registered', detail: textOf(last) };
}

function textOf(
  from: { readonly statusCode: number | null; readonly errorMessage: string | null } | null,
): string | undefined {
  const parts = [from?.errorMessage, from?.statusCode].filter(Boolean);
  return parts.length > 0 ? parts.join(', SIP ') : undefined;
}
