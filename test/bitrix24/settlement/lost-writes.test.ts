import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { CLOUD_LIMITS } from '../../../src/emulator/options.ts';
import { TitleExistsError } from '../../../src/telephony/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import type { SipLine } from '../../../src/telephony/sip-lines/sip-line.ts';
import { mixedFaults } from '../../support/faults.ts';
import { seededRandom } from '../../support/random-runs.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

interface Wish {
  readonly line: NewSipLine;
  outcome: SipLine | Error | undefined;
}

const ADDS = 10_000;
const CALLERS = 20;

/** Wishes of callers; one in ten wants the title of an earlier one, half of these with the very same fields. */
function makeWishes(random: () => number): Wish[] {
  const wishes: Wish[] = [];
  for (let index = 0; index < ADDS; index += 1) {
    const rival = random() < 0.1 ? wishes[Math.max(0, index - 1 - Math.floor(random() * 30))] : undefined;
    const title = rival?.line.title ?? `Line ${index}`;
    const login = rival && random() < 0.5 ? rival.line.login : `login-${index}`;
    const line: NewSipLine = {
      type: 'OFFICE',
      title,
      server: 'sip.example.com',
      login,
      password: ` p${login} `,
    };
    wishes.push({ line, outcome: undefined });
  }
  return wishes;
}

/** What was refused before it was sent may be sent again. */
function waitOf(outcome: SipLine | Error | undefined): number | undefined {
  if (!(outcome instanceof Bitrix24Error) || isLostWrite(outcome)) return undefined;
  return outcome.retryAfterMs ?? (outcome.failure.kind === 'network' ? 1_000 : undefined);
}

/** A caller takes one or several wishes at a time and does not go on before they are answered. */
async function fulfil(gateway: VirtualGateway, queue: Wish[], random: () => number): Promise<void> {
  for (;;) {
    const size = random() < 0.5 ? 1 : 1 + Math.floor(random() * 20);
    let open = queue.splice(0, size);
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

/** One is enough while working on it; two that differ are run by default. */
const seeds = process.env['SEED'] ? [Number(process.env['SEED'])] : [1, 21];

describe('ten thousand adds with faults in every fifth request', () => {
  it.each(seeds)(
    'lose no line and double none (SEED=%i)',
    async (seed) => {
      const random = seededRandom(seed);
      const gateway = createVirtualGateway({
        random,
        // The allowance of work would make it 480 adds in ten minutes; adds are made fast instead.
        portal: { latency: { '*': 0.02 }, limits: { rate: CLOUD_LIMITS.rate } },
      });
      const wishes = makeWishes(random);
      for (const fault of mixedFaults(0.2, 5_000, random)) gateway.portal.faults.inject(fault);
      const queue = [...wishes];
      const callers = Array.from({ length: CALLERS }, () => fulfil(gateway, queue, random));
      await gateway.time.until(Promise.all(callers));
      await gateway.time.until(gateway.time.sleep(120_000));

      const lines = gateway.portal.lines();
      const titles = lines.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);

      const claimed = wishes.flatMap(({ outcome }) =>
        outcome && !(outcome instanceof Error) ? [outcome] : [],
      );
      expect(new Set(claimed.map(({ configId }) => configId)).size).toBe(claimed.length);
      const stored = new Map(lines.map((line) => [String(line.configId), line]));
      for (const line of claimed) {
        expect(stored.get(line.configId)).toMatchObject({ title: line.title, login: line.login });
      }

      const unknown = wishes.filter(
        ({ outcome }) => outcome instanceof Bitrix24Error && isLostWrite(outcome),
      );
      const doubtful = new Set(unknown.map(({ line }) => line.title));
      const known = new Set(claimed.map(({ title }) => title));
      expect(titles.filter((title) => !known.has(title) && !doubtful.has(title))).toEqual([]);

      const others = wishes.filter(
        ({ outcome }) => outcome instanceof Error && !(outcome instanceof TitleExistsError),
      );
      expect(others.filter((wish) => !unknown.includes(wish))).toEqual([]);
      expect(unknown.length).toBeLessThan(ADDS / 1000);
    },
    120_000,
  );
});
