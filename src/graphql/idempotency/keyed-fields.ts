import type { StartedCall } from '../../telephony/calls/started-call.ts';
import { NotFoundError } from '../../telephony/errors.ts';
import type { OutgoingLine } from '../../telephony/outgoing-lines/outgoing-line.ts';
import type { TelephonyUser } from '../../telephony/users/telephony-user.ts';
import type {
  MutationActivatePhoneArgs,
  MutationResolvers,
  MutationSetDefaultOutgoingLineArgs,
  MutationSetDefaultOutgoingSipLineArgs,
} from '../__generated__/resolvers.ts';
import type { GatewayContext } from '../context.ts';
import { keyedLines } from './keyed-lines.ts';
import type { KeyedMutation } from './keyed-mutation.ts';
import { singleOutcome } from './single-outcome.ts';

const phone = singleOutcome<MutationActivatePhoneArgs, TelephonyUser>({
  ifUnknown: 'repeat',
  idOf: () => null,
  async read(_id, { userId }, { telephony }) {
    const { users, unreadable } = await telephony.users.find([userId]);
    const user = users.get(userId);
    if (!user) throw unreadable ?? new NotFoundError('userId');
    return user;
  },
});

/** A phone rings, so a call whose outcome is unknown is never started again. */
function startedCall<Args>(): KeyedMutation<Args, StartedCall> {
  return singleOutcome<Args, StartedCall>({
    ifUnknown: 'keep',
    idOf: ({ callId }) => callId,
    read: (callId) => Promise.resolve({ callId }),
  });
}

type FieldName = keyof MutationResolvers;

type ArgsOf<Name extends FieldName> = Parameters<
  Extract<NonNullable<MutationResolvers[Name]>, (...args: never) => unknown>
>[1];

/** How each mutation runs with a key. One that is missing does not compile. */
const KEYED_FIELDS: { readonly [Name in FieldName]-?: KeyedMutation<ArgsOf<Name>> } = {
  ...keyedLines,
  activatePhone: phone,
  deactivatePhone: phone,
  setDefaultOutgoingLine: singleOutcome<MutationSetDefaultOutgoingLineArgs, OutgoingLine>({
    ifUnknown: 'repeat',
    idOf: () => null,
    read: (_id, { lineId }, context) => outgoingLine(lineId, context),
  }),
  setDefaultOutgoingSipLine: singleOutcome<MutationSetDefaultOutgoingSipLineArgs, OutgoingLine>({
    ifUnknown: 'repeat',
    idOf: ({ lineId }) => lineId,
    read: (lineId, _args, context) => outgoingLine(lineId ?? '', context),
  }),
  startCallback: startedCall(),
  startInfoCall: startedCall(),
};

/** How a field of `Mutation` runs with a key. */
export function keyedField(name: string): KeyedMutation {
  const field: unknown = KEYED_FIELDS[name as FieldName];
  if (field === undefined) throw new Error(`the mutation ${name} does not say how it runs with a key`);
  // The arguments of the field itself are passed to it.
  return field as KeyedMutation;
}

/** A line that was made the default. It may no longer be that. */
async function outgoingLine(lineId: string, { telephony }: GatewayContext): Promise<OutgoingLine> {
  // Lines of applications are not listed, but the default one is known.
  const isDefault = (await telephony.outgoingLines.readDefault()) === lineId;
  if (!isDefault && !(await telephony.outgoingLines.readAll()).has(lineId)) throw new NotFoundError('lineId');
  return { lineId, name: undefined };
}
