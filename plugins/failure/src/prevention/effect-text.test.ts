import { describe, expect, it } from 'vitest';
import { perThousand } from './effect-text.ts';

describe('perThousand', () => {
  it.each([
    [0, '0'],
    [0.00002, 'under 0.1'],
    [0.00013, '0.1'],
    [0.0024, '2.4'],
    [0.009, '9'],
    [0.3124, '312'],
    [1, '1000'],
  ])('of %d is %s', (share, text) => {
    expect(perThousand(share)).toBe(text);
  });
});
