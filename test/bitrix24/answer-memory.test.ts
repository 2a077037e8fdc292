import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAnswerMemory } from '../../src/bitrix24/answer-memory.ts';

const LIMIT = 1_000;

it('responses hold no more than the limit together, and only the one that holds most ends', () => {
  const step = fc.oneof(
    fc.record({ holder: fc.nat(5), bytes: fc.nat(700) }),
    fc.record({ holder: fc.nat(5), bytes: fc.constant('release' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const memory = createAnswerMemory(LIMIT);
      const expected = new Map<number, number>();
      const displaced: number[] = [];
      const open = (holder: number) =>
        memory.open(() => {
          displaced.push(holder);
          return true;
        });
      const holdings = new Map<number, ReturnType<typeof open>>();
      const sum = () => [...expected.values()].reduce((total, bytes) => total + bytes, 0);
      for (const { holder, bytes } of steps) {
        const holding = holdings.get(holder) ?? open(holder);
        holdings.set(holder, holding);
        displaced.length = 0;
        if (bytes === 'release') {
          holding.release();
          holdings.delete(holder);
          expected.delete(holder);
          holding.add(LIMIT + 1);
          expect(displaced).toEqual([]);
          continue;
        }
        holding.add(bytes);
        expected.set(holder, (expected.get(holder) ?? 0) + bytes);
        expect(displaced).toHaveLength(sum() > LIMIT ? 1 : 0);
        for (const ended of displaced) {
          expect(expected.get(ended)).toBe(Math.max(...expected.values()));
          expected.set(ended, 0);
        }
        expect(sum()).toBeLessThanOrEqual(LIMIT);
      }
    }),
  );
});

it('what cannot let go before its end leaves room for more of its kind as long as it holds half', () => {
  const memory = createAnswerMemory(LIMIT);
  const [query, one, two] = [memory.open(() => true), memory.open(() => false), memory.open(() => false)];
  query.add(LIMIT - 100);
  expect(memory.mayKeep()).toBe(true);
  one.add(300);
  one.keep();
  one.keep();
  two.keep();
  two.add(200);
  expect(memory.mayKeep()).toBe(true);
  two.add(1);
  expect(memory.mayKeep()).toBe(false);
  one.release();
  one.keep();
  expect(memory.mayKeep()).toBe(true);
  two.add(300);
  expect(memory.mayKeep()).toBe(false);
  two.release();
  expect(memory.mayKeep()).toBe(true);
});

it('what does not let go stays counted, is asked once, and others end in its place', () => {
  const memory = createAnswerMemory(LIMIT);
  const asked: string[] = [];
  const open = (name: string, letsGo: boolean) =>
    memory.open(() => {
      asked.push(name);
      return letsGo;
    });
  const mutation = open('mutation', false);
  const [small, large] = [open('small', true), open('large', true)];
  mutation.add(800);
  small.add(50);
  large.add(150);
  expect(asked).toEqual([]);
  mutation.add(50);
  expect(asked).toEqual(['mutation', 'large']);
  mutation.add(200);
  expect(asked).toEqual(['mutation', 'large', 'small']);
  mutation.release();
  large.add(LIMIT);
  expect(asked).toEqual(['mutation', 'large', 'small']);
});
