import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { CLOUD_LIMITS } from '../../../src/emulator/options.ts';
import { TitleExistsError } from '../../../src/telephony/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import type { SipLine } from '../../../src/telephony/sip-lines/sip-line.ts';
import { faultsOfAdds, withShare, type NamedFault } from '../../support/add-faults.ts';
import { doubledAdds, expectDoubledByRuleOnly } from '../../support/doubled-adds.ts';
import { randomSeed, scaledRuns, seededRandom } from '../../support/random-runs.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

const ADD = 'voximplant.sip.add';

const seed = randomSeed();

interface Wish {
  readonly line: NewSipLine;
  outcome: SipLine | Error | undefined;
}

/** Wishes of callers; one in ten wants the title of an earlier one, half of these with the very same fields. */
function makeWishes(count: number, random: () => number): Wish[] {
  const wishes: Wish[] = [];
  for (let index = 0; index < count; index += 1) {
    const rival = random() < 0.1 ? wishes[Math.max(0, index - 1 - Math.floor(random() * 30))] : undefined;
    const title = rival?.line.title ?? `Line ${index}`;
    const login = rival && random() < 0.5 ? rival.line.login : `login-${index}`;
    const line = {
      type: 'OFFICE',
      title,
      server: 'sip.example.com',
      login,
      password: ` p${login} `,
    } as const;
    wishes.push({ line, outcome: undefined });
  }
  return wishes;
}

/** What was certainly not carried out may be sent again. */
function waitOf(outcome: SipLine | Error | undefined): number | undefined {
  if (!(outcome instanceof Bitrix24Error) || isLostWrite(outcome)) return undefined;
  return outcome.retryAfterMs ?? (outcome.failure.kind === 'network' ? 1_000 : undefined);
}

/** A caller takes one or several wishes at a time, sometimes fifty, and does not go on before they are answered. */
async function fulfil(gateway: VirtualGateway, queue: Wish[], random: () => number): Promise<void> {
  for (;;) {
    const most = random() < 0.5 ? 1 : random() < 0.9 ? 20 : 50;
    let open = queue.splice(0, Math.ceil(random() * most));
    if (open.length === 0) return;
    while (open.length > 0) {
      const outcomes = await gateway.telephony().sipLines.addMany(open.map(({ line }) => line));
      open.forEach((wish, index) => (wish.outcome = outcomes[index]));
      const again = open.filter(({ outcome }) => waitOf(outcome) !== undefined);
      await gateway.time.sleep(Math.max(0, ...again.map(({ outcome }) => waitOf(outcome) ?? 0)));
      open = again;
    }
  }
}

/** Adds take 0.5 to 2 s, in slow phases of a minute or so up to 60 s, and now and then one is slow by itself. */
function durations(now: () => number, random: () => number, slowPhases: boolean): (method: string) => number {
  const between = (low: number, high: number) => low * (high / low) ** random();
  let phase = { slow: false, endsAt: -Infinity };
  return (method) => {
    if (method !== ADD) return 0.05;
    if (now() >= phase.endsAt) {
      const slow = !phase.slow && random() < 0.5;
      phase = { slow, endsAt: now() + between(slow ? 20_000 : 60_000, slow ? 120_000 : 600_000) };
    }
    return slowPhases && (phase.slow || random() < 0.01) ? between(2, 60) : between(0.5, 2);
  };
}

interface Run {
  readonly gateway: VirtualGateway;
  readonly wishes: readonly Wish[];
}

interface RunOptions {
  readonly count: number;
  readonly faults: readonly NamedFault[];
  readonly repeatAddsAfterMs: number;
  /** Whether adds take longer now and then. */
  readonly slowPhases: boolean;
}

async function run(options: RunOptions): Promise<Run> {
  const { count, faults, repeatAddsAfterMs, slowPhases } = options;
  const random = seededRandom(seed);
  let now = () => 0;
  const gateway = createVirtualGateway({
    random,
    repeatAddsAfterMs,
    // The allowance of work would make it 480 adds in ten minutes.
    portal: {
      latency: durations(() => now(), random, slowPhases),
      limits: { rate: CLOUD_LIMITS.rate },
    },
  });
  now = () => gateway.time.now();
  for (const fault of withShare(
    faults.map(([, each]) => each),
    0.2,
  ))
    gateway.portal.faults.inject(fault);
  const wishes = makeWishes(count, random);
  const queue = [...wishes];
  const callers = Array.from({ length: 20 }, () => fulfil(gateway, queue, random));
  await gateway.time.until(Promise.all(callers));
  await gateway.time.until(gateway.time.sleep(120_000));
  return { gateway, wishes };
}

const isUnknown = ({ outcome }: Wish) => outcome instanceof Bitrix24Error && isLostWrite(outcome);

/** Every wish has an outcome that is true of the portal, and the portal has nothing that nobody knows of. */
function expectNothingLost({ gateway, wishes }: Run): void {
  const lines = gateway.portal.lines();
  const stored = new Map(lines.map((line) => [String(line.configId), line]));
  const titles = new Set(lines.map(({ title }) => title));
  const claimed = new Set<string>();
  for (const wish of wishes) {
    const { line, outcome } = wish;
    if (outcome instanceof TitleExistsError) expect(titles).toContain(line.title);
    else if (outcome instanceof Error || !outcome) expect(isUnknown(wish), outcome?.message).toBe(true);
    else {
      expect(stored.get(outcome.configId)).toMatchObject({ title: line.title, login: line.login });
      expect(claimed).not.toContain(outcome.configId);
      claimed.add(outcome.configId);
    }
  }
  const known = new Set(wishes.flatMap((wish) => (isUnknown(wish) || claims(wish) ? wish.line.title : [])));
  expect([...titles].filter((title) => !known.has(title))).toEqual([]);
}

const claims = ({ outcome }: Wish) => outcome !== undefined && !(outcome instanceof Error);

/** The share of outcomes that stayed unknown, and the lines that are there twice. */
function summary(result: Run): string {
  const { length } = result.wishes.filter(isUnknown);
  const share = ((100 * length) / result.wishes.length).toFixed(1);
  return `${share.padStart(5)} % unknown, ${doubledAdds(result.gateway.portal).length} doubled`;
}

describe(`adds that take 0.5 to 60 s, with faults in every fifth request (SEED=${seed})`, () => {
  const all = { count: scaledRuns(125, 250), faults: faultsOfAdds(seededRandom(seed)), slowPhases: true };

  it('are neither lost nor duplicated if they are repeated after 75 s at the earliest', async () => {
    const result = await run({ ...all, repeatAddsAfterMs: 75_000 });
    expectNothingLost(result);
    expect(doubledAdds(result.gateway.portal)).toEqual([]);
    process.stdout.write(`Every fault, repeated after 75 s (SEED=${seed}): ${summary(result)}\n`);
  }, 900_000);

  it('are doubled by default only where a request that was cut runs on for longer than the rule waits', async () => {
    const result = await run({ ...all, repeatAddsAfterMs: 10_000 });
    expectNothingLost(result);
    expectDoubledByRuleOnly(result.gateway.portal);
    expect(doubledAdds(result.gateway.portal).length).toBeLessThanOrEqual(Math.max(8, all.count / 100));
    process.stdout.write(`Every fault, at the default setting (SEED=${seed}): ${summary(result)}\n`);
  }, 900_000);

  it('are known in the end but for a share that depends on the fault', async () => {
    process.stdout.write(
      `Adds with a fault in every fifth request, at the default setting (SEED=${seed}):\n`,
    );
    for (const [name, fault] of faultsOfAdds(seededRandom(seed))) {
      const options = {
        count: scaledRuns(5, 10),
        faults: [[name, fault]] as const,
        repeatAddsAfterMs: 10_000,
      };
      const usual = await run({ ...options, slowPhases: false });
      const slow = await run({ ...options, slowPhases: true });
      expectNothingLost(usual);
      expectNothingLost(slow);
      expectDoubledByRuleOnly(usual.gateway.portal);
      expectDoubledByRuleOnly(slow.gateway.portal);
      process.stdout.write(`  ${name.padEnd(26)} ${summary(usual)}; in slow phases ${summary(slow)}\n`);
    }
  }, 900_000);
});
