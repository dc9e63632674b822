import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { GreatestFirst } from './greatest-first.ts';

it('gives the greatest of what it holds, whenever it is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 9 }))), (rounds) => {
      const queue = new GreatestFirst();
      let held: number[] = [];
      for (const values of [...rounds, ...rounds.flat().map(() => [])]) {
        for (const value of values) queue.add(value);
        held = [...held, ...values].toSorted((a, b) => b - a);
        expect(queue.take()).toBe(held.shift());
      }
    }),
  );
});
