import type { LineRowFragment, LiveRegistrationFragment } from '../__generated__/graphql.ts';

export interface RegistrationState {
  readonly tone: 'good' | 'bad' | 'pending' | 'neutral';
  readonly label: string;
  /** What went wrong, in the provider's words. */
  readonly detail?: string | undefined;
}

type Live = LiveRegistrationFragment['registration'];

/** What to show of a line's registration: its current state if that was read, otherwise the last one that the portal knew. */
export function registrationState(line: LineRowFragment, live: Live): RegistrationState {
  if (line.type === 'OFFICE') return { tone: 'neutral', label: 'The PBX connects itself' };
  const last = line.lastRegistration;
  const detail = textOf(live ?? last);
  if (line.regId === null) return { tone: 'bad', label: 'Rejected by the provider', detail };
  switch (live?.status) {
    case 'SUCCESS':
      return { tone: 'good', label: 'Registered' };
    case 'ERROR':
      return { tone: 'bad', label: 'Not registered', detail };
    case 'IN_PROGRESS':
    case 'WAIT':
      return { tone: 'pending', label: 'Registering…' };
    case null:
    case undefined:
      return last?.statusCode === 200
        ? { tone: 'good', label: 'Registered' }
        : { tone: 'pending', label: 'Checking…' };
  }
}

function textOf(
  from: { readonly statusCode: number | null; readonly errorMessage: string | null } | null,
): string | undefined {
  const parts = [from?.errorMessage, from?.statusCode].filter((part) => part !== null && part !== '');
  return parts.length > 0 ? parts.join(', SIP ') : undefined;
}
