import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import { faultsOfAdds } from '../../support/add-faults.ts';
import { doubledAdds, expectDoubledByRuleOnly } from '../../support/doubled-adds.ts';
import type { Fault } from '../../support/faults.ts';
import { randomSeed, sampled, scaledRuns, seededRandom } from '../../support/random-runs.ts';
import { createVirtualGateway } from '../../support/virtual-gateway.ts';

const ADD = 'voximplant.sip.add';

const lines = (count: number): NewSipLine[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'OFFICE',
    title: `Line ${index}`,
    server: 'sip.example.com',
    login: `login-${index}`,
    password: 'secret',
  }));

interface Situation {
  readonly seconds: number | (() => number);
  readonly faults: readonly Fault[];
  readonly count: number;
  readonly repeatAddsAfterMs?: number;
}

/** Adds many lines at once by a process that knows nothing of its portal yet, and waits for all that still runs. */
async function addAtOnce({ seconds, faults, count, repeatAddsAfterMs = 10_000 }: Situation) {
  const take = typeof seconds === 'number' ? () => seconds : seconds;
  const gateway = createVirtualGateway({
    portal: { latency: (method) => (method === ADD ? take() : 0.3) },
    repeatAddsAfterMs,
  });
  for (const fault of faults) gateway.portal.faults.inject(fault);
  const { telephony, time, portal } = gateway;
  const outcomes = await time.until(telephony().sipLines.addMany(lines(count)));
  await time.until(time.sleep(120_000));
  const failed = outcomes.filter((each) => each instanceof Error);
  expect(failed.every((each) => each instanceof Bitrix24Error)).toBe(true);
  const stored = new Map(portal.lines().map(({ configId, title }) => [String(configId), title]));
  outcomes.forEach((outcome, index) => {
    if (!(outcome instanceof Error)) expect(stored.get(outcome.configId)).toBe(`Line ${index}`);
  });
  const isUnknown = (each: unknown) => each instanceof Bitrix24Error && isLostWrite(each);
  return { portal, titles: [...stored.values()], refused: failed.filter((each) => !isUnknown(each)) };
}

const OF_BATCHES: Fault = {
  kind: 'drop',
  on: ADD,
  when: ({ method }) => method === 'batch',
  times: Infinity,
};
const CUTS: [string, Fault][] = [
  ['the connection is cut', { ...OF_BATCHES, kind: 'drop', stage: 'during', afterMs: 300 }],
  ['a proxy says 500', { ...OF_BATCHES, kind: 'body', status: 500, stage: 'during', afterMs: 300 }],
  ['a proxy says 502', { ...OF_BATCHES, kind: 'body', status: 502, stage: 'during', afterMs: 300 }],
];

describe.each(sampled(CUTS, 1))('fifty adds at once whose requests run on although %s', (_name, fault) => {
  it.each([1, 2, 4, 8, 11])(
    'are not repeated while the portal works through them, %i s each',
    async (seconds) => {
      const { titles, refused } = await addAtOnce({ seconds, faults: [fault], count: 50 });
      expect(refused).toEqual([]);
      expect(titles).toHaveLength(50);
      expect(new Set(titles).size).toBe(50);
    },
  );
});

const seed = randomSeed();

describe(`batches of adds with any fault, on a process that has just started (SEED=${seed})`, () => {
  it.each(sampled(faultsOfAdds(seededRandom(seed)), 8, seededRandom(seed)))('%s', async (_name, fault) => {
    const random = seededRandom(seed);
    for (let run = 0; run < scaledRuns(0.5); run += 1) {
      const longest = 0.5 * 60 ** random();
      const situation = {
        seconds: () => longest * (0.1 + 0.9 * random()),
        faults: [{ ...fault, times: Infinity, probability: 0.1 + 0.9 * random() }],
        count: 2 + Math.floor(random() * 49),
      };
      const { portal } = await addAtOnce(situation);
      expectDoubledByRuleOnly(portal);
      const strict = await addAtOnce({ ...situation, repeatAddsAfterMs: 75_000 });
      expect(doubledAdds(strict.portal)).toEqual([]);
    }
  });
});
