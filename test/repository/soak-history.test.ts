import { describe, expect, it } from 'vitest';
import { checkHappened } from '../../bench/soak/check-happened.ts';
import { checkHistory } from '../../bench/soak/check-history.ts';
import type { AttemptEnd, History } from '../../bench/soak/history.ts';
import {
  ADD,
  CALL,
  data,
  error,
  BLOCKED,
  attempt,
  keyed,
  call,
  instance,
  SALES,
  addSales,
  contested,
  update,
  deletion,
  ring,
  standing,
  FINE,
} from '../support/soak-history.ts';

const rulesOf = (changes: Partial<History>) => checkHistory({ ...FINE, ...changes }).map(({ rule }) => rule);

describe('the checker of a history finds', () => {
  const twice = [call(ADD, 'Sales'), call(ADD, 'Sales', { executedAt: 9_000 })];
  const several = { kind: 'add', titles: ['Sales', 'Office'], contested: false } as const;
  it.each<[string, Partial<History>, string[]]>([
    ['a title that was added twice', { calls: twice }, ['line-doubled']],
    ['one that was added again after its deletion', { calls: twice, lines: [standing] }, ['line-doubled']],
    ['a line that is gone', { lines: [] }, ['line-lost']],
    ['a line that never was', { calls: [], lines: [] }, ['line-invented']],
    ['a line with another id', { lines: [{ ...standing, configId: '8' }] }, ['line-wrong']],
    [
      'a deleted line that is there',
      { keyed: [...FINE.keyed, keyed(deletion, data({ configId: '7' }))] },
      ['line-wrong'],
    ],
    [
      'a change that was overwritten by an older one',
      { keyed: [...FINE.keyed, keyed(update, data({ configId: '7' }))] },
      ['line-wrong'],
    ],
    [
      'a lost line of several',
      {
        keyed: [keyed(several, data([SALES, { configId: '8', title: 'Office' }]))],
        calls: [call(ADD, 'Sales'), call(ADD, 'Office')],
      },
      ['line-lost'],
    ],
    [
      'a call that rang twice, even if nobody knows about it',
      {
        keyed: [...FINE.keyed, keyed(ring, error('OUTCOME_UNKNOWN'))],
        calls: [...FINE.calls, call(CALL, '+7999'), call(CALL, '+7999')],
      },
      ['call-rung-twice'],
    ],
    [
      'a call that never rang',
      {
        keyed: [...FINE.keyed, keyed(ring, data({ callId: 'x' }))],
        calls: [...FINE.calls, call(CALL, '+7999', { executedAt: undefined })],
      },
      ['call-invented'],
    ],
    [
      'a key that got two lines',
      { keyed: [keyed(addSales, data(SALES), data({ ...SALES, configId: '8' }))] },
      ['key-with-two-outcomes'],
    ],
    [
      'a key that was said to be used for something else',
      { keyed: [keyed(addSales, error('IDEMPOTENCY_CONFLICT'), data(SALES))] },
      ['key-with-two-outcomes', 'error-unexpected'],
    ],
    [
      'an outcome that nobody learned',
      { keyed: [keyed(addSales, error('OUTCOME_UNKNOWN', true))] },
      ['key-unsettled'],
    ],
    ...(
      [
        ['an add', { keyed: [keyed(addSales, BLOCKED)] }],
        ['a deletion', { keyed: [...FINE.keyed, keyed(deletion, BLOCKED)], lines: [] }],
        ['a change', { keyed: [...FINE.keyed, keyed(update, BLOCKED)], lines: [{ ...standing, ...update }] }],
        ['a call', { keyed: [keyed(ring, BLOCKED)], calls: [call(CALL, '+7999')] }],
      ] as const
    ).map(([what, changes]): [string, Partial<History>, string[]] => [
      `${what} that was done and refused`,
      changes,
      ['refused-but-done'],
    ]),
    [
      'a line that was taken for that of somebody else',
      { keyed: [keyed(addSales, error('OUTCOME_UNKNOWN'), error('TITLE_EXISTS'))] },
      ['refused-own-title'],
    ],
    [
      'a contest with two winners',
      { keyed: [keyed(contested, data(SALES)), keyed(contested, data(SALES))] },
      ['key-with-two-outcomes'],
    ],
    [
      'a contest that nobody won',
      { keyed: [keyed(contested, error('TITLE_EXISTS')), keyed(contested, error('TITLE_EXISTS'))] },
      ['line-lost'],
    ],
    [
      'a request that the portal refused for its rate',
      {
        calls: [
          ...FINE.calls,
          call('batch', '', { executedAt: undefined, errorCode: 'QUERY_LIMIT_EXCEEDED' }),
        ],
      },
      ['limit-overrun'],
    ],
    ['an error of the gateway', { reads: [attempt(error('INTERNAL_SERVER_ERROR'))] }, ['error-unexpected']],
    [
      'a response that is none',
      { reads: [attempt({ kind: 'garbled', status: 502, text: '' })] },
      ['error-unexpected'],
    ],
    [
      'a connection that a running replica broke',
      { reads: [attempt({ kind: 'lost', reason: 'ECONNRESET' })] },
      ['connection-broken'],
    ],
    [
      'a request that a replica had before it was told to stop',
      {
        reads: [attempt({ kind: 'lost', reason: 'ECONNRESET' })],
        instances: [instance('one', { stoppedAt: 60_000, how: 'SIGTERM', code: 0 })],
      },
      ['connection-broken'],
    ],
    [
      'a replica that did not end well',
      { instances: [instance('one', { stoppedAt: 60_000, how: 'SIGTERM', code: 1 })] },
      ['replica-failed'],
    ],
    ['a replica that crashed', { instances: [instance('one', { code: null })] }, ['replica-failed']],
    ['what a replica wrote to stderr', { instances: [instance('one', { errors: 'x' })] }, ['replica-failed']],
    ['a heap that grew', { heap: { early: [100], late: [111] } }, ['heap-grown']],
  ])('%s', (_, changes, rules) => {
    expect(rulesOf(changes)).toEqual(rules);
  });
});

it('a run in which something did not happen proves too little', () => {
  const happened = { attempts: { replayed: 2 }, troubles: { 'replica killed': 1 } };
  const rules = checkHappened(['replica killed', 'replayed', 'Redis killed'], happened);
  expect(rules).toEqual([{ rule: 'too-little-happened', detail: 'Redis killed: not once' }]);
});

describe('the checker of a history accepts', () => {
  const killed = instance('one', { stoppedAt: 1_005, how: 'SIGKILL', code: null });
  const stopped = instance('one', { stoppedAt: 1_005, how: 'SIGTERM', code: 0 });
  it.each<[string, Partial<History>]>([
    ['one where nothing went wrong', {}],
    [
      'attempts that ended without a response, and a replay',
      { keyed: [keyed(addSales, { kind: 'cut' }, error('RATE_LIMITED'), data(SALES), data(SALES))] },
    ],
    [
      'a request that a killed replica broke',
      { reads: [attempt({ kind: 'lost', reason: 'ECONNRESET' })], instances: [killed] },
    ],
    [
      'a request to a replica that had just been told to stop',
      { reads: [attempt({ kind: 'refused' }, 'one', 1_006)], instances: [stopped] },
    ],
    [
      'a line that was changed and then deleted',
      {
        keyed: [
          ...FINE.keyed,
          keyed(update, data({ configId: '7' })),
          keyed(deletion, data({ configId: '7' })),
        ],
        lines: [],
      },
    ],
    [
      'an add of which nobody can find out any more',
      { keyed: [...FINE.keyed, keyed(addSales, error('OUTCOME_UNKNOWN', true), error('OUTCOME_UNKNOWN'))] },
    ],
    [
      'what was refused and not done, and the rest of a list',
      {
        keyed: [
          keyed({ kind: 'add', titles: ['Sales', 'Office'], contested: false }, {
            ...BLOCKED,
            partly: [SALES, null],
          } as AttemptEnd),
          keyed(deletion, BLOCKED),
          keyed(update, BLOCKED),
          keyed(ring, BLOCKED),
        ],
      },
    ],
    [
      'a call of which nobody knows whether it rang',
      {
        keyed: [...FINE.keyed, keyed(ring, error('OUTCOME_UNKNOWN'))],
        calls: [...FINE.calls, call(CALL, '+7999')],
      },
    ],
    [
      'a request that was sent as the replica closed a connection without one',
      { reads: [attempt({ ...error('BAD_REQUEST'), status: 408 } as AttemptEnd)] },
    ],
    ['a contest', { keyed: [keyed(contested, data(SALES)), keyed(contested, error('TITLE_EXISTS'))] }],
    [
      'a refusal for the rate that a fault made up',
      {
        calls: [
          ...FINE.calls,
          call(ADD, 'Office', { executedAt: undefined, errorCode: 'QUERY_LIMIT_EXCEEDED', fault: 'error' }),
        ],
      },
    ],
  ])('%s', (_, changes) => {
    expect(rulesOf(changes)).toEqual([]);
  });
});
