import { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import { APPLICATION_REQUIRED, isApplicationRequired } from '../graphql/errors/portal-codes.ts';
import { translateError } from '../graphql/errors/translate.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { causeOf } from './unreachable.ts';

/** The result of one check. */
export interface Finding {
  /** `problem`: the gateway cannot work with this portal. `warning`: it can, but some operations will fail. */
  readonly level: 'ok' | 'warning' | 'problem';
  /** What was found and what to do about it, without secrets. */
  readonly text: string;
}

export interface Report {
  /** False if the portal or the vendor's server could not be reached. */
  readonly reached: boolean;
  readonly findings: readonly Finding[];
}

/** What the gateway calls the portal with. */
export type CredentialKind = 'webhook' | 'application';

/** Clocks that differ by less count as equal. */
const CLOCK_TOLERANCE_MS = 30_000;

/**
 * Checks that a portal is set up correctly for the gateway. Reads only.
 *
 * @param credential what the portal is called with
 * @param now milliseconds since the epoch
 */
export async function checkPortal(
  telephony: Telephony,
  credential: CredentialKind,
  now: () => number,
): Promise<Report> {
  const askedAt = now();
  const scopes = await telephony.scopes().catch(asFailure);
  if (scopes instanceof Bitrix24Error) {
    return reportFailure(scopes, credential);
  }
  const reached = [
    ok(`The portal can be reached: it responded after ${Math.round(now() - askedAt)} ms.`),
    ok(`It accepts the ${credential}.`),
    ...checkScopes(scopes, credential),
  ];
  const findings = [
    await checkLineRights(telephony, credential),
    await checkConnector(telephony),
    ...(credential === 'webhook' ? [await checkUsers(telephony)] : []),
    await checkClock(telephony, now),
  ];
  return { reached: true, findings: [...reached, ...findings] };
}

function reportFailure(failure: Bitrix24Error, credential: CredentialKind): Report {
  switch (failure.failure.kind) {
    case 'portal':
      return {
        reached: true,
        findings: [
          ok('The portal can be reached.'),
          problem(`It does not accept the ${credential}: ${explain(failure)}`),
        ],
      };
    case 'no-credential':
      // Only an authorization server that does not respond counts as not reached: it may respond the next time.
      return { reached: failure.failure.reason !== 'unavailable', findings: [problem(explain(failure))] };
    default: {
      const cause = causeOf(failure.failure, ADDRESSES[credential]) ?? explain(failure);
      return { reached: false, findings: [problem(`The portal cannot be reached: ${cause}`)] };
    }
  }
}

/** What names the address of the portal. */
const ADDRESSES: Readonly<Record<CredentialKind, string>> = {
  webhook: 'BITRIX24_WEBHOOK_URL',
  application: "the portal's address",
};

function checkScopes(scopes: readonly string[], credential: CredentialKind): Finding[] {
  return [
    scopes.includes('telephony')
      ? ok('The scope "telephony" is granted.')
      : problem(
          `The scope "telephony" is missing: add it to the ${credential}. Every operation except calls requires it.`,
        ),
    scopes.includes('call')
      ? ok('The scope "call" is granted.')
      : warning(
          `The scope "call" is missing: startInfoCall fails with FORBIDDEN until the ${credential} has it, and so does startCallback on portals that require it there.`,
        ),
  ];
}

async function checkLineRights(telephony: Telephony, credential: CredentialKind): Promise<Finding> {
  const may = await telephony.mayManageLines().catch(asFailure);
  if (may instanceof Bitrix24Error)
    return problem(`The right to manage lines cannot be checked: ${explain(may)}`);
  return may
    ? ok('The gateway may manage lines.')
    : problem(
        `The gateway may not manage lines: give ${OWNERS[credential]} the right to modify numbers, in the portal's telephony settings.`,
      );
}

const OWNERS: Readonly<Record<CredentialKind, string>> = {
  webhook: 'the owner of the webhook',
  application: 'the user who installed the application',
};

/** Not for applications: their first read of a user asks an administrator for confirmation. */
async function checkUsers(telephony: Telephony): Promise<Finding> {
  const found = await telephony.users.find(['1']).catch(asFailure);
  if (!(found instanceof Bitrix24Error))
    return ok(
      "The telephony settings of users can be read. Switching users' phones requires the gateway to be an application.",
    );
  return isApplicationRequired(found)
    ? warning(
        `telephonyUser, telephonyUsers and a call's user fail with FORBIDDEN, and so do activatePhone and deactivatePhone: ${APPLICATION_REQUIRED}`,
      )
    : warning(`The telephony settings of users cannot be read: ${explain(found)}`);
}

async function checkConnector(telephony: Telephony): Promise<Finding> {
  const state = await telephony.sipConnector().catch(asFailure);
  if (state instanceof Bitrix24Error)
    return warning(`The SIP connector cannot be checked: ${explain(state)}`);
  const { paid, paidUntil, freeMinutes } = state;
  if (paid === true)
    return ok(`The SIP connector is paid${paidUntil === null ? '' : ` until ${paidUntil}`}.`);
  return freeMinutes !== null && freeMinutes > 0
    ? ok(`The SIP connector is not paid, but has ${freeMinutes} free minutes left.`)
    : warning(
        'The SIP connector is not paid and has no free minutes left: lines can be managed, but not used for calls.',
      );
}

async function checkClock(telephony: Telephony, now: () => number): Promise<Finding> {
  const askedAt = now();
  const portalAt = await telephony.serverTime().catch(asFailure);
  if (portalAt instanceof Bitrix24Error)
    return warning(`The clock of the portal cannot be read: ${explain(portalAt)}`);
  const difference = portalAt - (askedAt + now()) / 2;
  return Math.abs(difference) <= CLOCK_TOLERANCE_MS
    ? ok('The clocks of this machine and of the portal agree.')
    : warning(
        `The clock of this machine is ${Math.round(Math.abs(difference) / 1000)} s ${difference > 0 ? 'behind' : 'ahead of'} the portal's: correct it.`,
      );
}

/** The error that a client of the gateway would get. */
function explain(error: Bitrix24Error): string {
  const { message, extensions } = translateError(error);
  return `${message} (${extensions.code})`;
}

function asFailure(error: unknown): Bitrix24Error {
  if (error instanceof Bitrix24Error) return error;
  throw error;
}

function ok(text: string): Finding {
  return { level: 'ok', text };
}

function warning(text: string): Finding {
  return { level: 'warning', text };
}

function problem(text: string): Finding {
  return { level: 'problem', text };
}
