import { NotFoundError } from '../../telephony/errors.ts';
import type { NewSipLine } from '../../telephony/sip-lines/input.ts';
import type { SipLine } from '../../telephony/sip-lines/sip-line.ts';
import { checkEntries, entriesOf, outcomesOf } from '../arguments/sip-lines.ts';
import type {
  MutationAddSipLineArgs,
  MutationAddSipLinesArgs,
  MutationDeleteSipLineArgs,
  MutationUpdateSipLineArgs,
} from '../__generated__/resolvers.ts';
import type { GatewayContext } from '../context.ts';
import { readAdded, runAdds } from './keyed-adds.ts';
import type { KeyedMutation } from './keyed-mutation.ts';
import { singleOutcome } from './single-outcome.ts';

type DeletedLine = Pick<SipLine, 'configId'>;

/** The mutations of lines. Adds are looked up; changes and deletions may be executed again. */
export const keyedLines = {
  addSipLine: {
    size: () => 1,
    async run({ args, execute, ...job }) {
      const add = async ([input]: readonly NewSipLine[]) => [
        await execute({ input: input ?? args.input }).catch(asError),
      ];
      const { results, ...run } = await runAdds({ ...job, lines: [args.input], add });
      return { ...run, respond: () => only(results) };
    },
    replay: async (outcomes, _args, context) => only(await readAdded(outcomes, context)),
  } satisfies KeyedMutation<MutationAddSipLineArgs, SipLine>,

  addSipLines: {
    size({ inputs }) {
      checkEntries(inputs);
      return inputs.length;
    },
    async run({ args: { inputs }, execute, ...job }) {
      const add = (lines: readonly NewSipLine[]) => outcomesOf(lines, execute({ inputs: lines }));
      const { results, ...run } = await runAdds({ ...job, lines: inputs, add });
      return { ...run, respond: () => entriesOf(results, false) };
    },
    replay: async (outcomes, _args, context) => entriesOf(await readAdded(outcomes, context), false),
  } satisfies KeyedMutation<MutationAddSipLinesArgs, readonly Promise<SipLine>[]>,

  updateSipLine: singleOutcome<MutationUpdateSipLineArgs, SipLine>({
    ifUnknown: 'repeat',
    idOf: () => null,
    read: (_id, { configId }, context) => readLine(configId, context),
  }),

  deleteSipLine: singleOutcome<MutationDeleteSipLineArgs, DeletedLine>({
    ifUnknown: 'repeat',
    idOf: () => null,
    read: (_id, { configId }) => Promise.resolve({ configId }),
    alreadyDone: (error, { configId }) => (error instanceof NotFoundError ? { configId } : undefined),
  }),
};

async function readLine(configId: string, { telephony }: GatewayContext): Promise<SipLine> {
  const { lines, unreadable } = await telephony.sipLines.findByConfigIds([configId]);
  const line = lines.get(configId);
  if (!line) throw unreadable ?? new NotFoundError('configId');
  return line;
}

function only([result]: readonly (SipLine | Error)[]): SipLine {
  if (!result || result instanceof Error) throw result ?? new Error('a line was left out');
  return result;
}

function asError(fault: unknown): Error {
  return fault instanceof Error
    ? fault
    : new Error('something that is no error was thrown', { cause: fault });
}
