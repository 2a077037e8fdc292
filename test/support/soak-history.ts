import type {
  Attempt,
  AttemptEnd,
  History,
  Instance,
  Intent,
  Keyed,
  PortalCall,
} from '../../bench/soak/history.ts';

export const ADD = 'voximplant.sip.add';
export const CALL = 'voximplant.callback.start';

export const data = (of: unknown): AttemptEnd => ({ kind: 'data', data: of, replayed: false });
export const error = (code: string, retryable = false): AttemptEnd => ({
  kind: 'error',
  status: 200,
  code,
  retryable,
  applied: false,
  waitMs: undefined,
  partly: undefined,
});
/** The portal is blocked, so its client stops. */
export const BLOCKED = error('PORTAL_UNAVAILABLE');
export const attempt = (end: AttemptEnd, instance = 'one', startedAt = 1_000): Attempt => ({
  instance,
  startedAt,
  endedAt: startedAt + 10,
  end,
});
export const keyed = (intent: Intent, ...ends: readonly (AttemptEnd | Attempt)[]): Keyed => ({
  key: 'key',
  intent,
  attempts: ends.map((end) => ('end' in end ? end : attempt(end))),
});
export const call = (method: string, subject: string, changes: Partial<PortalCall> = {}): PortalCall => ({
  method,
  isRequest: true,
  subject,
  receivedAt: 1_000,
  executedAt: 1_100,
  errorCode: undefined,
  fault: undefined,
  ...changes,
});
export const instance = (name: string, changes: Partial<Instance> = {}): Instance => ({
  name,
  startedAt: 0,
  stoppedAt: undefined,
  how: undefined,
  code: undefined,
  errors: '',
  ...changes,
});

export const SALES = { configId: '7', title: 'Sales' };
export const addSales = { kind: 'add', titles: ['Sales'], contested: false } as const;
export const contested = { kind: 'add', titles: ['Sales'], contested: true } as const;
export const update = { kind: 'update', configId: '7', server: 'new.example.com' } as const;
export const deletion = { kind: 'delete', configId: '7' } as const;
export const ring = { kind: 'call', number: '+7999' } as const;
export const standing = { ...SALES, server: 'first.example.com' };

/** Nothing is wrong: a line was added and is there. */
export const FINE: History = {
  keyed: [keyed(addSales, data(SALES))],
  reads: [],
  calls: [call(ADD, 'Sales')],
  lines: [standing],
  instances: [instance('one')],
  heap: { early: [100, 90, 110], late: [110, 105, 400] },
};
