import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { MinHeap } from './min-heap.ts';

it('gives the least key first, of equal keys the least number, whatever comes between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(9)), { freq: 2 })), (moves) => {
      const heap = new MinHeap(1);
      const model: (readonly [key: number, value: number])[] = [];
      for (const pushed of moves) {
        const popped = pushed === null && heap.size > 0 ? heap.pop() : undefined;
        expect(popped).toBe(pushed === null ? model.shift()?.[1] : undefined);
        if (pushed !== null) {
          heap.push(...pushed);
          model.push(pushed);
          model.sort(([keyA, a], [keyB, b]) => keyA - keyB || a - b);
        }
        const [key, value] = model[0] ?? [Infinity, heap.value];
        expect([heap.size, heap.key, heap.value]).toEqual([model.length, key, value]);
      }
      heap.clear();
      expect([heap.size, heap.key]).toEqual([0, Infinity]);
    }),
  );
});
