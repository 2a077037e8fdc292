import { expect, it } from 'vitest';
import { createAnswerMemory } from '../../../src/bitrix24/answer-memory.ts';
import { createOperationRun, runBounds } from '../../../src/graphql/demand-control/operation-run.ts';
import { steppedClock } from '../../support/stepped-clock.ts';

const bounds = runBounds(100, 20_000);

function begin(kind: 'query' | 'mutation') {
  const run = createOperationRun({
    clock: steppedClock(),
    bounds,
    memory: createAnswerMemory(Infinity),
    clientGone: new AbortController().signal,
  });
  run.begin(kind);
  return run;
}
const read = () => Promise.resolve('what the portal returned');

it('a query is cut short after the last command that it may send', async () => {
  const run = begin('query');
  run.count('commands', bounds.commands);
  expect(await run.read(read)).toBe('what the portal returned');
  run.count('commands', 1);
  expect(run.stopped()).toMatchObject({ reason: 'commands', limit: 10 });
  expect(run.signal.aborted).toBe(true);
  await expect(run.read(read)).rejects.toBe(run.stopped());
});

// The cost of a mutation hardly allows for that many, so no operation gets this far.
it('a mutation beyond its bound selects nothing more, and none of its commands is cut short', async () => {
  const run = begin('mutation');
  run.count('commands', bounds.commandsOfMutation);
  expect(run.stopped()).toBeUndefined();
  run.count('commands', 1);
  expect(run.stopped()).toMatchObject({ reason: 'commands', limit: 20 });
  expect(run.signal.aborted).toBe(false);
  expect(await run.read(read)).toBe('what the portal returned');
});
