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

it('a mutation that holds most is stopped, keeps its data and stays counted', async () => {
  const memory = createAnswerMemory(1_000);
  const open = (kind: 'query' | 'mutation') => {
    const clientGone = new AbortController().signal;
    const run = createOperationRun({ clock: steppedClock(), bounds, memory, clientGone });
    run.begin(kind);
    return run;
  };
  const [mutation, query] = [open('mutation'), open('query')];
  mutation.hold(900);
  query.hold(200);
  await Promise.resolve();
  expect([mutation.stopped()?.reason, mutation.displaced()]).toEqual(['memory', undefined]);
  expect([query.stopped()?.reason, query.displaced()?.reason]).toEqual(['memory', 'memory']);
  mutation.end();
  const next = open('query');
  next.hold(101);
  await Promise.resolve();
  expect(next.displaced()?.reason).toBe('memory');
  mutation.release();
  const last = open('query');
  last.hold(1_000);
  await Promise.resolve();
  expect(last.displaced()).toBeUndefined();
});

it('an operation waits no longer than what it holds may be held', async () => {
  const memory = createAnswerMemory(1_000);
  const clientGone = new AbortController().signal;
  const run = createOperationRun({ clock: steppedClock(), bounds, memory, clientGone });
  run.begin('query');
  run.end();
  const waiting = run.untilDisplaced(new Promise(() => undefined));
  run.hold(1_001);
  await waiting;
  expect(run.displaced()?.reason).toBe('memory');
});
