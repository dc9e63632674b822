import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutCircles } from './without-circles.ts';

const cut = (pointsTo: readonly number[], mayBegin = pointsTo.map(() => 1)): number[] => {
  const column = Int32Array.from(pointsTo);
  withoutCircles(column, Uint8Array.from(mayBegin));
  return [...column];
};

it('leaves chains alone', () => {
  expect(cut([-1, 0, 1, 1])).toEqual([-1, 0, 1, 1]);
});

it('cuts a circle at its smallest node', () => {
  expect(cut([1, 2, 1])).toEqual([1, -1, 1]);
  expect(cut([0])).toEqual([-1]);
  expect(cut([2, 0, 1, 4, 3])).toEqual([-1, 0, 1, -1, 3]);
});

it('cuts where a chain may begin', () => {
  expect(cut([1, 2, 0], [0, 0, 1])).toEqual([1, 2, -1]);
});

it('leaves no circle, and cuts one node of each', () => {
  const column = fc
    .integer({ min: 1, max: 12 })
    .chain((size) => fc.array(fc.integer({ min: -1, max: size - 1 }), { minLength: size, maxLength: size }));
  fc.assert(
    fc.property(column, (pointsTo) => {
      const found = cut(pointsTo);
      for (let start = 0; start < found.length; start++) {
        let node = start;
        for (let steps = 0; node >= 0; node = found[node] ?? -1) expect(steps++).toBeLessThanOrEqual(found.length);
      }
      const changed = [...found.keys()].filter((node) => found[node] !== pointsTo[node]);
      expect(changed.every((node) => found[node] === -1)).toBe(true);
      for (const node of changed) {
        let other = pointsTo[node] ?? -1;
        while (other >= 0 && other !== node) other = pointsTo[other] ?? -1;
        expect(other).toBe(node);
      }
    }),
  );
});
