import { expect, it } from 'vitest';
import { ochiai } from './ochiai.ts';

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

it('ochiai goes from 0, never there in a failed run, to 1, there in all of them and in no other', () => {
  expect(ochiai(0, 5, 3)).toBe(0);
  expect(ochiai(0, 0, 0)).toBe(0);
  expect(ochiai(5, 0, 0)).toBe(1);
  expect(ochiai(8, 2, 2)).toBeCloseTo(0.8, 14);
});

it('ochiai is the cosine between where something was there and where runs failed', () => {
  const wasThere = [1, 1, 0, 1, 0, 1, 1];
  const failed = [1, 0, 0, 1, 1, 1, 0];
  const cosine = dot(wasThere, failed) / Math.sqrt(dot(wasThere, wasThere) * dot(failed, failed));
  expect(ochiai(3, 1, 2)).toBeCloseTo(cosine, 14);
});
