import { describe, expect, it } from 'vitest';
import { checkHappened } from '../../bench/soak/check-happened.ts';
import { checkHistory } from '../../bench/soak/check-history.ts';
import type {
  Attempt,
  AttemptEnd,
  History,
  Instance,
  Intent,
  Keyed,
  PortalCall,
} from '../../bench/soak/history.ts';

const ADD = 'voximplant.sip.add';
const CALL = 'voximplant.callback.start';

const data = (of: unknown): AttemptEnd => ({ kind: 'data', data: of, replayed: false });
const error = (code: string, retryable = false): AttemptEnd => ({
  kind: 'error',
  status: 200,
  code,
  retryable,
  applied: false,
  waitMs: undefined,
});
const attempt = (end: AttemptEnd, instance = 'one', startedAt = 1_000): Attempt => ({
  instance,
  startedAt,
  endedAt: startedAt + 10,
  end,
});
const keyed = (intent: Intent, ...ends: readonly (AttemptEnd | Attempt)[]): Keyed => ({
  key: 'key',
  intent,
  attempts: ends.map((end) => ('end' in end ? end : attempt(end))),
});
const call = (method: string, subject: string, changes: Partial<PortalCall> = {}): PortalCall => ({
  method,
  isRequest: true,
  subject,
  receivedAt: 1_000,
  executedAt: 1_100,
  errorCode: undefined,
  fault: undefined,
  ...changes,
});
const instance = (name: string, changes: Partial<Instance> = {}): Instance => ({
  name,
  startedAt: 0,
  stoppedAt: undefined,
  how: undefined,
  code: undefined,
  errors: '',
  ...changes,
});

const SALES = { configId: '7', title: 'Sales' };
const addSales = { kind: 'add', titles: ['Sales'], contested: false } as const;
const contested = { kind: 'add', titles: ['Sales'], contested: true } as const;
const update = { kind: 'update', configId: '7', server: 'new.example.com' } as const;
const deletion = { kind: 'delete', configId: '7' } as const;
const ring = { kind: 'call', number: '+7999' } as const;
const standing = { ...SALES, server: 'first.example.com' };

/** A line was added and is there. */
const FINE: History = {
  keyed: [keyed(addSales, data(SALES))],
  reads: [],
  calls: [call(ADD, 'Sales')],
  lines: [standing],
  instances: [instance('one')],
  heap: { early: [100, 90, 110], late: [110, 105, 400] },
};

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
