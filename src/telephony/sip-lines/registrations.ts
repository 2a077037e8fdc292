import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { sipStatus } from './methods.ts';
import type { SipLine } from './sip-line.ts';
import type { RegistrationRow, SipRegistration } from './sip-registration.ts';

/** A line that registers at a provider. */
export interface RegisteringLine extends Pick<SipLine, 'password' | 'incomingPassword'> {
  readonly regId: string;
}

/** Reads many registrations with few requests. Returns a registration or an error for each line, in their order. */
export async function findRegistrations(
  client: Bitrix24Client,
  lines: readonly RegisteringLine[],
): Promise<(SipRegistration | Error)[]> {
  const replies = await client.callAll(lines.map(({ regId }) => sipStatus(regId)));
  return lines.map((line, index) => {
    const reply = replies[index];
    if (!reply) throw new Error('a registration was left out');
    return reply instanceof Error ? reply : registrationOf(line, reply.value);
  });
}

function registrationOf(
  { regId, password, incomingPassword }: RegisteringLine,
  row: RegistrationRow,
): SipRegistration | Bitrix24Error {
  if (row.regId === null || row.regId === regId)
    return { ...row, regId, errorMessage: row.errorMessage([password, incomingPassword]) };
  return new Bitrix24Error(sipStatus.method, {
    kind: 'unexpected-shape',
    detail: 'the status of another registration',
  });
}
