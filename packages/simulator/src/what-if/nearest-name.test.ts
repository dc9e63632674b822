import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('the nearest name', () => {
  it('is the one with the fewest differences', () => {
    expect(nearestName('ftech', ['parse', 'fetch', 'fetch_all'])).toBe('fetch');
    expect(nearestName('kitten', ['sitting', 'mitten'])).toBe('mitten');
  });

  it('is the first in order of several, however they come', () => {
    expect(nearestName('ab', ['cb', 'bb'])).toBe('bb');
    expect(nearestName('ab', ['bb', 'cb'])).toBe('bb');
  });

  it('is not there where more than a third would have to change', () => {
    expect(nearestName('__proto__', ['a'])).toBeUndefined();
    expect(nearestName('a', ['b'])).toBeUndefined();
    expect(nearestName('ranked', ['rank', 'ran'])).toBe('rank');
    expect(nearestName('ranked', ['ran'])).toBeUndefined();
  });

  it('is not there where nothing is known', () => {
    expect(nearestName('a', [])).toBeUndefined();
  });
});
