import { telephonyErrors } from 'bitrix24-telephony-gateway/client';
import type { RegistrationsQuery } from '../__generated__/graphql.ts';
import { problemsOf, textsOf } from '../errors/problems.ts';

/** Why a registration could not be read, by REG_ID; undefined if it was. */
export type Unread = Readonly<Record<string, string | undefined>>;

const LOST = 'The provider no longer knows it. Save the line again.';

/** What came of a read of these registrations. */
export function unreadRegistrations(
  regIds: readonly string[],
  data: RegistrationsQuery | undefined,
  error: unknown,
): Unread {
  const nodes = data?.sipLines?.nodes;
  const whole = nodes ? undefined : textsOf(problemsOf(error))[0];
  const unread = new Map<string, string | undefined>(regIds.map((regId) => [regId, whole]));
  for (const each of telephonyErrors(error).errors) {
    // sipLines.nodes.3.registration
    const index = Number(each.path[2]);
    const regId = nodes?.[index]?.regId;
    if (!regId) continue;
    const [text = each.message] = textsOf(problemsOf({ errors: [each] }));
    unread.set(regId, each.extensions.code === 'NOT_FOUND' ? LOST : text);
  }
  return Object.fromEntries(unread);
}
