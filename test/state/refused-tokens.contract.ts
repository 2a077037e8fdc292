import { describe, expect, it } from 'vitest';
import { REMEMBERED_MS, type RefusedTokens } from '../../src/state/refused-tokens.ts';

export interface RefusedTokensUnderTest {
  readonly tokens: RefusedTokens;
  /** Lets time pass, by which tokens are forgotten. */
  readonly advance: (ms: number) => Promise<void>;
}

/** What every memory of refused tokens does. */
export function describeRefusedTokens(name: string, create: () => Promise<RefusedTokensUnderTest>): void {
  describe(`refused tokens ${name}`, () => {
    it('are remembered on their portal, until it accepts them', async () => {
      const { tokens } = await create();
      expect(await tokens.has('one.example', 'hash')).toBe(false);
      tokens.add('one.example', 'hash');
      expect(await tokens.has('one.example', 'hash')).toBe(true);
      expect(await tokens.has('other.example', 'hash')).toBe(false);
      expect(tokens.remove('one.example', 'another')).toBe(false);
      expect(tokens.remove('one.example', 'hash')).toBe(true);
      await expect.poll(() => tokens.has('one.example', 'hash')).toBe(false);
    });

    it('are remembered for a minute', async () => {
      const { tokens, advance } = await create();
      tokens.add('one.example', 'hash');
      await advance(REMEMBERED_MS - 10_000);
      expect(await tokens.has('one.example', 'hash')).toBe(true);
      expect(tokens.count()).toBe(1);
      await advance(11_000);
      expect(await tokens.has('one.example', 'hash')).toBe(false);
      expect(tokens.count()).toBe(0);
    });
  });
}
