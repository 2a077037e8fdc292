import fc from 'fast-check';
import type { NewSipLine } from '../../src/telephony/sip-lines/input.ts';
import type { Fault } from './faults.ts';
import { createVirtualGateway, type VirtualGateway } from './virtual-gateway.ts';

/** One write of a generated situation. Its position there makes its login, or its default line, unlike any other. */
export type Wish =
  | { readonly kind: 'add'; readonly titles: readonly number[]; readonly type: 'CLOUD' | 'OFFICE' }
  | { readonly kind: 'rename' | 'change' | 'delete'; readonly line: number; readonly title: number }
  | { readonly kind: 'set-default'; readonly bySip: boolean };

export interface Situation {
  readonly wishes: readonly {
    readonly startAt: number;
    readonly hangUpAfter?: number | undefined;
    readonly wish: Wish;
  }[];
  readonly faults: readonly Fault[];
  /** Seconds that the writes take, one after another. */
  readonly seconds: readonly number[];
  readonly repeatAddsAfterMs: number;
}

/** What one write of a situation came to. */
export interface Deed {
  readonly kind: Wish['kind'];
  /** What only requests of this write hold: a login, a line to be deleted, or a default line. */
  readonly mark: string;
  /** The writes that must not overlap have a key in common. */
  readonly key: string;
  readonly title: string | undefined;
  readonly configId: string | undefined;
  outcome: unknown;
  reportedAt: number;
}

export const WRITES = {
  add: 'voximplant.sip.add',
  update: 'voximplant.sip.update',
  delete: 'voximplant.sip.delete',
  setLine: 'voximplant.line.outgoing.set',
  setSip: 'voximplant.line.outgoing.sip.set',
} as const;

const FIRST_LINES = 8;

const ms = (most: number) => fc.integer({ min: 0, max: most });
const when = fc.oneof(
  fc.record({ stage: fc.constantFrom('before' as const, 'after' as const) }),
  fc.record({ stage: fc.constant('during' as const), afterMs: fc.oneof(ms(2_000), ms(30_000)) }),
);
const oneStage = fc.constantFrom('before' as const, 'after' as const);

const kindOfFault: fc.Arbitrary<Fault> = fc.oneof(
  when.map((time): Fault => ({ kind: 'drop', ...time })),
  fc
    .tuple(when, fc.constantFrom(500, 502, 503, 504))
    .map(([time, status]): Fault => ({ kind: 'body', status, ...time })),
  oneStage.map((stage): Fault => ({ kind: 'hang', stage })),
  fc.constant<Fault>({ kind: 'truncate' }),
  ms(40_000).map((overMs): Fault => ({ kind: 'slow-body', overMs })),
  // With the 60 seconds that a request may run, it ends within the 75 that are assumed.
  ms(12_000).map((delayMs): Fault => ({ kind: 'late', delayMs })),
  fc
    .tuple(oneStage, fc.constantFrom('INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER'))
    .map(([stage, code]): Fault => ({ kind: 'error', stage, status: 500, code })),
  fc.constant<Fault>({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }),
  fc.constant<Fault>({ kind: 'error', status: 429, code: 'OPERATION_TIME_LIMIT' }),
  fc.constant<Fault>({ kind: 'result', result: null }),
  fc.boolean().map((execute): Fault => ({ kind: 'batch-missing', execute })),
  fc
    .tuple(fc.constantFrom('during' as const, 'after' as const), ms(60_000))
    .map(([stage, delayMs]): Fault => ({ kind: 'slow', stage, delayMs })),
);

const fault = fc
  .tuple(
    kindOfFault,
    fc.constantFrom(...Object.values(WRITES), WRITES.add, WRITES.update, '*', 'voximplant.sip.get'),
    ms(4),
    fc.constantFrom(1, 1, 1, 2, 6),
  )
  .map(([kind, on, skip, times]): Fault => ({ ...kind, on, skip, times }));

// Few, so that writes meet: lines with the first titles are there in the beginning.
const title = fc.oneof(
  ms(1),
  ms(1).map((index) => FIRST_LINES + index),
);
const line = ms(3);
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    titles: fc.oneof(fc.tuple(title), fc.array(title, { minLength: 2, maxLength: 6 })),
    type: fc.constantFrom('CLOUD' as const, 'OFFICE' as const),
  }),
  fc.record({ kind: fc.constantFrom('rename' as const, 'change' as const, 'delete' as const), line, title }),
  fc.record({ kind: fc.constant('set-default' as const), bySip: fc.boolean() }),
);

export const situations: fc.Arbitrary<Situation> = fc.record({
  wishes: fc.array(
    fc.record({
      startAt: fc.oneof(ms(0), ms(6_000), ms(20_000), ms(60_000)),
      hangUpAfter: fc.option(ms(5_000), { nil: undefined, freq: 6 }),
      wish,
    }),
    { minLength: 1, maxLength: 10 },
  ),
  faults: fc.array(fault, { maxLength: 8 }),
  seconds: fc.array(
    fc.oneof(fc.double({ min: 0.1, max: 2, noNaN: true }), fc.double({ min: 2, max: 58, noNaN: true })),
    {
      minLength: 1,
      maxLength: 8,
    },
  ),
  repeatAddsAfterMs: fc.constantFrom(10_000, 10_000, 75_000),
});

export interface Played {
  readonly gateway: VirtualGateway;
  readonly deeds: readonly Deed[];
}

/** Does everything in a situation, and waits for all that may still be running. */
export async function play({ wishes, faults, seconds, repeatAddsAfterMs }: Situation): Promise<Played> {
  let calls = 0;
  const writes = new Set<string>(Object.values(WRITES));
  let isReady = false;
  const gateway = createVirtualGateway({
    repeatAddsAfterMs,
    portal: {
      latency(method) {
        if (!isReady || !writes.has(method)) return 0.1;
        calls += 1;
        return seconds[calls % seconds.length] ?? 1;
      },
    },
  });
  const { time, portal, telephony } = gateway;
  const firstLines = Array.from({ length: FIRST_LINES }, (_, index) =>
    newLine(`Line ${FIRST_LINES - 1 - index}`, `first-${index}`),
  );
  await time.until(telephony().sipLines.addMany(firstLines));
  await time.until(time.sleep(60_000));
  isReady = true;
  for (const each of faults) portal.faults.inject(each);

  const deeds: Deed[] = [];
  let defaults = 0;
  async function perform(
    deed: Omit<Deed, 'outcome' | 'reportedAt'>,
    work: () => Promise<unknown>,
  ): Promise<void> {
    const done: Deed = { ...deed, outcome: undefined, reportedAt: Infinity };
    deeds.push(done);
    done.outcome = await work().catch((error: unknown) => error);
    done.reportedAt = time.now();
  }

  async function fulfil({ startAt, hangUpAfter, wish: each }: Situation['wishes'][number], number: number) {
    await time.sleep(startAt);
    const hangUp = new AbortController();
    if (hangUpAfter !== undefined) {
      time.after(hangUpAfter, () => {
        hangUp.abort();
      });
    }
    const { sipLines, outgoingLines } = telephony(`caller ${number % 3}`, hangUp.signal);
    switch (each.kind) {
      case 'add': {
        const lines = each.titles.map((name, index) =>
          newLine(`Line ${name}`, `add-${number}-${index}`, each.type),
        );
        const added = sipLines.addMany(lines);
        await Promise.all(
          lines.map(({ title: wanted, login }, index) =>
            perform(
              { kind: 'add', mark: login, key: wanted, title: wanted, configId: undefined },
              async () => {
                const outcomes = await added;
                if (outcomes[index] instanceof Error) throw outcomes[index];
                return outcomes[index];
              },
            ),
          ),
        );
        return;
      }
      case 'rename':
      case 'change': {
        const configId = lineAt(each.line);
        const changes = {
          login: `${each.kind}-${number}`,
          ...(each.kind === 'rename' && { title: `Line ${each.title}` }),
        };
        await perform(
          { kind: each.kind, mark: changes.login, key: `line ${configId}`, title: changes.title, configId },
          () => sipLines.update(configId, changes),
        );
        return;
      }
      case 'delete': {
        const configId = lineAt(each.line);
        await perform(
          { kind: 'delete', mark: configId, key: `line ${configId}`, title: undefined, configId },
          () => sipLines.delete(configId),
        );
        return;
      }
      case 'set-default': {
        defaults += 1;
        if (defaults > FIRST_LINES) return;
        const configId = String(defaults);
        await perform(
          { kind: 'set-default', mark: configId, key: 'default', title: undefined, configId },
          () =>
            each.bySip
              ? outgoingLines.setDefaultSipLine(configId)
              : outgoingLines.setDefault(`sip${configId}`),
        );
      }
    }
  }

  /** One that is there, be its addition reported or not. */
  function lineAt(index: number): string {
    const lines = portal.lines();
    return String(lines[lines.length - 1 - (index % Math.max(1, lines.length))]?.configId ?? 1);
  }

  await time.until(Promise.all(wishes.map(fulfil)));
  await time.until(gateway.idle());
  await time.until(time.sleep(150_000));
  return { gateway, deeds };
}

function newLine(name: string, login: string, type: NewSipLine['type'] = 'OFFICE'): NewSipLine {
  return { type, title: name, server: 'sip.example.com', login, password: 'secret' };
}
