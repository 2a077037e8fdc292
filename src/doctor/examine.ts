import { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import { translateError } from '../graphql/errors/translate.ts';
import type { Telephony } from '../telephony/telephony.ts';

/** Something that was looked at. */
export interface Finding {
  /** `bad`: the gateway cannot do its work. `doubtful`: it can, but some of it will not succeed. */
  readonly state: 'good' | 'doubtful' | 'bad';
  /** What was found and what to do about it, in words without secrets. */
  readonly text: string;
}

export interface Examination {
  /** False if nothing could be found out. */
  readonly reached: boolean;
  readonly findings: readonly Finding[];
}

/** What the gateway calls the portal with. */
export type Holder = 'webhook' | 'application';

/** Clocks that differ by less are taken for equal. */
const CLOCK_TOLERANCE_MS = 30_000;

/**
 * Looks whether a portal lets the gateway do its work. Reads only.
 *
 * @param holder what the portal is called with
 * @param now milliseconds since the epoch
 */
export async function examine(telephony: Telephony, holder: Holder, now: () => number): Promise<Examination> {
  const askedAt = now();
  const scopes = await telephony.scopes().catch(asFailure);
  if (scopes instanceof Bitrix24Error) {
    return withoutAnswer(scopes, holder);
  }
  const reached = [
    good(`The portal can be reached: it answered after ${Math.round(now() - askedAt)} ms.`),
    good(`It accepts the ${holder}.`),
    ...scopeFindings(scopes, holder),
  ];
  const findings = [
    await lineRight(telephony, holder),
    await connector(telephony),
    await clock(telephony, now),
  ];
  return { reached: true, findings: [...reached, ...findings] };
}

function withoutAnswer(failure: Bitrix24Error, holder: Holder): Examination {
  switch (failure.failure.kind) {
    case 'portal':
      return {
        reached: true,
        findings: [
          good('The portal can be reached.'),
          bad(`It does not accept the ${holder}: ${inWords(failure)}`),
        ],
      };
    case 'no-credential':
      // Only the vendor's server that does not answer may do so the next time.
      return { reached: failure.failure.reason !== 'unavailable', findings: [bad(inWords(failure))] };
    default:
      return { reached: false, findings: [bad(`The portal cannot be reached: ${inWords(failure)}`)] };
  }
}

function scopeFindings(scopes: readonly string[], holder: Holder): Finding[] {
  return [
    scopes.includes('telephony')
      ? good('The scope "telephony" is granted.')
      : bad(`The scope "telephony" is missing: add it to the ${holder}, everything here needs it.`),
    scopes.includes('call')
      ? good('The scope "call" is granted.')
      : doubtful(`The scope "call" is missing: startInfoCall will be FORBIDDEN until the ${holder} has it.`),
  ];
}

async function lineRight(telephony: Telephony, holder: Holder): Promise<Finding> {
  const may = await telephony.mayManageLines().catch(asFailure);
  if (may instanceof Bitrix24Error)
    return bad(`Whether lines may be managed cannot be told: ${inWords(may)}`);
  return may
    ? good('Lines may be managed.')
    : bad(
        `Lines may not be managed: give ${OWNERS[holder]} the right to modify numbers, in the telephony settings of the portal.`,
      );
}

const OWNERS: Readonly<Record<Holder, string>> = {
  webhook: 'the owner of the webhook',
  application: 'the user who installed the application',
};

async function connector(telephony: Telephony): Promise<Finding> {
  const state = await telephony.sipConnector().catch(asFailure);
  if (state instanceof Bitrix24Error)
    return doubtful(`The SIP connector cannot be looked at: ${inWords(state)}`);
  const { paid, paidUntil, freeMinutes } = state;
  if (paid === true)
    return good(`The SIP connector is paid${paidUntil === null ? '' : ` until ${paidUntil}`}.`);
  return freeMinutes !== null && freeMinutes > 0
    ? good(`The SIP connector is not paid, but ${freeMinutes} free minutes are left.`)
    : doubtful(
        'The SIP connector is not paid and no free minutes are left: lines can be managed, but not called by.',
      );
}

async function clock(telephony: Telephony, now: () => number): Promise<Finding> {
  const askedAt = now();
  const portalAt = await telephony.serverTime().catch(asFailure);
  if (portalAt instanceof Bitrix24Error)
    return doubtful(`The clock cannot be compared: ${inWords(portalAt)}`);
  const difference = portalAt - (askedAt + now()) / 2;
  return Math.abs(difference) <= CLOCK_TOLERANCE_MS
    ? good('The clocks agree.')
    : doubtful(
        `The clock of this machine is ${Math.round(Math.abs(difference) / 1000)} s ${difference > 0 ? 'behind' : 'ahead of'} the portal's: set it.`,
      );
}

/** What a client of the gateway would be told. */
function inWords(error: Bitrix24Error): string {
  const { message, extensions } = translateError(error);
  return `${message} (${extensions.code})`;
}

function asFailure(error: unknown): Bitrix24Error {
  if (error instanceof Bitrix24Error) return error;
  throw error;
}

function good(text: string): Finding {
  return { state: 'good', text };
}

function doubtful(text: string): Finding {
  return { state: 'doubtful', text };
}

function bad(text: string): Finding {
  return { state: 'bad', text };
}
