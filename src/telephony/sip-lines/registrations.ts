import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { sipStatus } from './methods.ts';
import type { RegistrationRow, SipRegistration } from './sip-registration.ts';

/** Reads many registrations with few requests. Returns a registration or an error for each, in their order. */
export async function findRegistrations(
  client: Bitrix24Client,
  regIds: readonly string[],
): Promise<(SipRegistration | Error)[]> {
  const replies = await client.callAll(regIds.map((regId) => sipStatus(regId)));
  return regIds.map((regId, index) => {
    const reply = replies[index];
    if (!reply) throw new Error('a registration was left out');
    return reply instanceof Error ? reply : registrationOf(regId, reply.value);
  });
}

function registrationOf(asked: string, row: RegistrationRow): SipRegistration | Bitrix24Error {
  if (row.regId === null || row.regId === asked) return { ...row, regId: asked };
  return new Bitrix24Error(sipStatus.method, {
    kind: 'unexpected-shape',
    detail: 'the status of another registration',
  });
}
