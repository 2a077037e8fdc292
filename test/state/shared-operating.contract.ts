import { describe, expect, it } from 'vitest';
import { SHARER_MS, type MethodNews, type SharedOperating } from '../../src/state/shared-operating.ts';

/** An empty budget, as each replica sees it, and the time that it goes by. */
export interface OperatingUnderTest {
  readonly of: (replica: string) => SharedOperating;
  readonly advance: (ms: number) => void;
}

const METHOD = 'voximplant.sip.add';
const news = (changes: Partial<MethodNews> = {}): MethodNews => ({
  method: METHOD,
  report: undefined,
  verdict: undefined,
  underWay: 0,
  probeInMs: 0,
  free: undefined,
  ...changes,
});
const report = (seconds: number, portalTime: number) => ({ seconds, portalTime, resetInMs: 60_000 });
const about = (ms: number) =>
  expect.toSatisfy((value: number) => value <= ms + 1 && value > ms - 2_000) as number;
const aboutSince = (ms: number) =>
  expect.toSatisfy((value: number) => value >= ms - 1 && value < ms + 2_000) as number;

/** What every place where replicas share an operating budget does. */
export function describeSharedOperating(name: string, create: () => Promise<OperatingUnderTest>): void {
  const standingOf = async (store: SharedOperating) => {
    const standing = await store.sync([]);
    return standing?.find(({ method }) => method === METHOD);
  };

  describe(`an operating budget ${name}`, () => {
    it('knows nothing at first', async () => {
      const { of } = await create();
      expect(await of('one').sync([])).toEqual([]);
    });

    it('shows all what one was told, and lets the later report and verdict count', async () => {
      const { of, advance } = await create();
      await of('one').sync([news({ report: report(100, 5_000.25), verdict: { agoMs: 0, refusedForMs: 0 } })]);
      advance(10_000);
      expect(await standingOf(of('other'))).toMatchObject({
        report: { seconds: 100, portalTime: 5_000.25, resetInMs: about(50_000) },
        verdict: { agoMs: aboutSince(10_000), refusedForMs: 0 },
      });
      await of('other').sync([
        news({ report: report(90, 4_000), verdict: { agoMs: 5_000, refusedForMs: 30_000 } }),
      ]);
      expect(await standingOf(of('one'))).toMatchObject({
        report: { seconds: 100 },
        verdict: { agoMs: aboutSince(5_000), refusedForMs: about(30_000) },
      });
      await of('one').sync([
        news({ report: report(120, 9_000), verdict: { agoMs: 9_000, refusedForMs: 0 } }),
      ]);
      advance(31_000);
      expect(await standingOf(of('other'))).toMatchObject({
        report: { seconds: 120, resetInMs: about(29_000) },
        verdict: { refusedForMs: 0 },
      });
    });

    it('believes a clock of the portal that was set back', async () => {
      const { of } = await create();
      await of('one').sync([news({ report: report(400, 9e11) })]);
      await of('one').sync([news({ report: report(10, 1_000) })]);
      expect((await standingOf(of('other')))?.report?.seconds).toBe(10);
    });

    it('adds up what others have in flight, until they are gone', async () => {
      const { of, advance } = await create();
      await of('one').sync([news({ underWay: 7.5 })]);
      await of('two').sync([news({ underWay: 2 })]);
      expect(await of('three').sync([news({ underWay: 4 })])).toMatchObject([{ othersUnderWay: 9.5 }]);
      expect((await standingOf(of('one')))?.othersUnderWay).toBe(6);
      await of('one').sync([news({ underWay: 0 })]);
      expect((await standingOf(of('two')))?.othersUnderWay).toBe(4);
      advance(SHARER_MS + 2_000);
      expect((await standingOf(of('two')))?.othersUnderWay ?? 0).toBe(0);
    });

    it('leases what is left to those that want it, and never more than there is', async () => {
      const { of, advance } = await create();
      const grantOf = async (replica: string, changes: Partial<MethodNews>) =>
        (await of(replica).sync([news(changes)]))?.[0]?.granted;
      expect(await grantOf('one', { free: 100 })).toBe(50);
      expect(await grantOf('two', { free: 100, underWay: 2 })).toBe(16);
      expect(await grantOf('three', {})).toBeUndefined();
      // Two has begun all of its lease.
      expect(await grantOf('two', { free: 100, underWay: 18 })).toBeCloseTo(32 / 3);
      expect(await grantOf('one', { free: 100 })).toBeCloseTo((100 - 18 - 32 / 3) / 3);
      expect(await grantOf('two', { free: 10, underWay: 18 })).toBe(0);
      // Who comes first gets enough for a call.
      expect(await grantOf('one', { free: 21 })).toBe(2);
      expect(await grantOf('three', { free: 21 })).toBe(0);
      advance(SHARER_MS + 2_000);
      expect(await grantOf('one', { free: 100 })).toBe(50);
    });

    it('takes from what is left what a later report has charged', async () => {
      const { of } = await create();
      await of('one').sync([news({ report: report(100, 5_000) })]);
      await of('two').sync([news({ report: report(340, 6_000) })]);
      const [standing] = (await of('one').sync([news({ report: report(100, 5_000), free: 360 })])) ?? [];
      expect(standing?.granted).toBe(60);
    });

    it('lets one of all probe at a time', async () => {
      const { of, advance } = await create();
      await of('one').sync([news({ probeInMs: 4_000 })]);
      await of('two').sync([news({ probeInMs: 1_000 })]);
      expect((await standingOf(of('two')))?.probeInMs).toEqual(about(4_000));
      advance(5_000);
      expect((await standingOf(of('two')))?.probeInMs).toBe(0);
    });

    it('comes to the same whatever arrives twice', async () => {
      const { of } = await create();
      const all = [
        news({ report: report(50, 2_000), verdict: { agoMs: 100, refusedForMs: 9_000 }, underWay: 3 }),
        news({ method: 'voximplant.sip.get', underWay: 1 }),
      ];
      await of('one').sync(all);
      await of('one').sync(all);
      const standing = await of('two').sync([]);
      expect(standing?.map(({ method, othersUnderWay }) => [method, othersUnderWay]).sort()).toEqual([
        [METHOD, 3],
        ['voximplant.sip.get', 1],
      ]);
    });
  });
}
