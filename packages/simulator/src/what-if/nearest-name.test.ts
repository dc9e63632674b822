import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('the nearest name', () => {
  it('is the one with the fewest differences', () => {
    expect(nearestName('ftech', ['parse', 'fetch', 'fetch_all'])).toBe('fetch');
    expect(nearestName('kitten', ['sitting', 'mitten'])).toBe('mitten');
  });

  it('is the first in order of several, however they come', () => {
    expect(nearestName('a', ['c', 'b'])).toBe('b');
    expect(nearestName('a', ['b', 'c'])).toBe('b');
  });

  it('is not there where nothing is known', () => {
    expect(nearestName('a', [])).toBeUndefined();
  });
});
