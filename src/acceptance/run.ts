import type { Bitrix24Client } from '../bitrix24/client.ts';
import type { Clock } from '../bitrix24/clock.ts';
import { Bitrix24Error, isLostWrite, isPortalError } from '../bitrix24/protocol/errors.ts';
import type { CredentialKind } from '../doctor/check-portal.ts';
import { NotFoundError, TitleExistsError } from '../telephony/errors.ts';
import { lineIdOf } from '../telephony/outgoing-lines/line-id.ts';
import type { SipLine } from '../telephony/sip-lines/sip-line.ts';
import { createTelephony, type Telephony } from '../telephony/telephony.ts';
import { cleanUp } from './clean-up.ts';
import { answerQuestions, type Answer } from './questions.ts';
import { createSteps, EndedEarly, StepError, type Step, type Steps } from './steps.ts';

export interface AcceptanceOptions {
  readonly client: Bitrix24Client;
  readonly clock: Clock;
  /** What the portal is called with. */
  readonly kind: CredentialKind;
  /** Becomes part of the titles of this run: no other line may contain it. */
  readonly token: string;
  /** Password of the new line. */
  readonly password: string;
  /** Whether the operator has asked to stop: no further step starts, and everything is cleaned up. */
  readonly isStopped: () => boolean;
  readonly onStep: (step: Step) => void;
}

export interface AcceptanceReport {
  /** False if there was no response to the first call. */
  readonly reached: boolean;
  readonly steps: readonly Step[];
  /** Empty if the portal could not be reached. */
  readonly answers: readonly Answer[];
  /** What could not be undone, in sentences. */
  readonly left: readonly string[];
}

/**
 * Adds a line to a portal, lists it, changes it, reads its registration and deletes it. Whatever happens, it then
 * deletes the lines of this run and makes the default line what it was. Never throws for what a portal does.
 */
export async function runAcceptance(options: AcceptanceOptions): Promise<AcceptanceReport> {
  const { client, clock, kind, isStopped } = options;
  const telephony = createTelephony(client);
  const steps = createSteps(isStopped, options.onStep);
  const state: State = {
    defaultBefore: undefined,
    mayHaveAdded: false,
    addMayRunForMs: 0,
    defaultAfterAdd: undefined,
  };
  let reached = true;
  try {
    await exercise(options, telephony, steps, state);
  } catch (error) {
    if (!(error instanceof EndedEarly)) throw error;
    reached = steps.all.some(({ ok }) => ok) || !isUnreached(error.cause);
  }
  const left = state.mayHaveAdded ? await cleanUp(telephony, clock, { token: options.token, ...state }) : [];
  const { defaultAfterAdd } = state;
  const answers =
    reached && !isStopped() ? await answerQuestions({ client, telephony, kind, defaultAfterAdd }) : [];
  return { reached, steps: steps.all, answers, left };
}

interface State {
  defaultBefore: string | null | undefined;
  mayHaveAdded: boolean;
  addMayRunForMs: number;
  defaultAfterAdd: string | undefined;
}

async function exercise(
  { token, password }: AcceptanceOptions,
  telephony: Telephony,
  steps: Steps,
  state: State,
): Promise<void> {
  const title = `Acceptance test ${token}`;
  await steps.run('Check the scope', async () => {
    const scopes = await telephony.scopes();
    if (!scopes.includes('telephony')) throw new StepError('The scope "telephony" is missing.');
    return ['Granted.', undefined];
  });
  const before = await steps.run('Read the default line', async () => {
    const found = await telephony.outgoingLines.readDefault();
    return [found === null ? 'There is none.' : 'There is one.', found];
  });
  state.defaultBefore = before;

  const line = await steps.run('Add a line', async () => {
    state.mayHaveAdded = true;
    const added = await addLine(telephony, title, password).catch((error: unknown) => {
      state.addMayRunForMs = mayRunForMs(error);
      throw error;
    });
    return [`Added as a ${added.type === 'CLOUD' ? 'cloud' : 'office'} line.`, added];
  });
  await steps.run('Compare the default line', async () => {
    const after = await telephony.outgoingLines.readDefault();
    state.defaultAfterAdd = changeOfDefault(before, after, line);
    return [state.defaultAfterAdd, undefined];
  });
  await steps.run('List the line', async () => {
    const { lines } = await telephony.sipLines.findByConfigIds([line.configId]);
    if (lines.get(line.configId)?.title !== title)
      throw new StepError('The new line is not listed as it was added.');
    return ['Listed as it was added.', undefined];
  });
  await steps.run('Change its title', async () => {
    const changed = await telephony.sipLines.update(line.configId, { title: `${title} changed` });
    if (changed.title !== `${title} changed`) throw new StepError('The line still has its old title.');
    return ['Changed, and read back.', undefined];
  });
  await steps.run('Read its registration', async () => {
    const { regId, password, incomingPassword } = line;
    if (regId === null) return ['It has none: only registered cloud lines have one.', undefined];
    const [registration] = await telephony.registrations([{ regId, password, incomingPassword }]);
    if (registration instanceof Error) throw registration;
    return [`Status: ${registration?.status ?? 'unknown'}.`, undefined];
  });
  await steps.run('Delete the line', async () => {
    await telephony.sipLines.delete(line.configId);
    const { lines } = await telephony.sipLines.findByConfigIds([line.configId]);
    if (lines.has(line.configId)) throw new StepError('The portal still lists the line.');
    return ['Deleted, and no longer listed.', undefined];
  });
}

/** A cloud line, which registers; an office line where the portal has no cloud line left. */
async function addLine(telephony: Telephony, title: string, password: string): Promise<SipLine> {
  const line = { title, password, server: 'sip.example.com', login: 'acceptance-test' };
  try {
    return await telephony.sipLines.add({ ...line, type: 'CLOUD' });
  } catch (error) {
    if (!isPortalError(error, 'MAX_CLOUD_PBX')) throw error;
    return telephony.sipLines.add({ ...line, type: 'OFFICE' });
  }
}

function changeOfDefault(before: string | null, after: string | null, line: SipLine): string {
  if (after !== null && after === lineIdOf(line))
    return `Yes: before, ${before === null ? 'there was none' : 'another line was the default'}.`;
  if (after === before) return `No: ${before === null ? 'there is still none' : 'another line still is'}.`;
  return 'No, but it changed: the new default is neither the new line nor the one before.';
}

function mayRunForMs(error: unknown): number {
  const cause = error instanceof TitleExistsError || error instanceof NotFoundError ? error.cause : error;
  if (!(cause instanceof Bitrix24Error) || !isLostWrite(cause)) return 0;
  return cause.failure.checkAfterMs;
}

function isUnreached(error: unknown): boolean {
  return error instanceof Bitrix24Error && !['portal', 'unexpected-shape'].includes(error.failure.kind);
}
