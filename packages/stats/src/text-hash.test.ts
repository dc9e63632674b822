import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textHash } from './text-hash.ts';

/** The same two algorithms over unbounded integers, as their authors write them. */
function hashOfDefinition(text: string): number {
  let hash = 2166136261n;
  for (const unit of text.split('')) hash = low32((hash ^ BigInt(unit.charCodeAt(0))) * 16777619n);
  hash = low32((hash ^ (hash >> 16n)) * 0x85ebca6bn);
  hash = low32((hash ^ (hash >> 13n)) * 0xc2b2ae35n);
  return Number(hash ^ (hash >> 16n));
}

const low32 = (value: bigint): bigint => value & 0xffffffffn;

const ofTwo = (one: string, other: string): number => textHash(other, textHash(one));

describe('textHash', () => {
  it('is FNV-1a finished by the mixer of MurmurHash3', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textHash(text)).toBe(hashOfDefinition(text));
      }),
    );
  });

  it('spreads numbered ids evenly: chi-squared over 64 cells below its 99.9 % point', () => {
    const cells = new Uint32Array(64);
    for (let id = 0; id < 64_000; id++) cells[textHash(`run-${id}`) >>> 26]++;
    const chiSquared = cells.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(103.4);
  });

  it('of two texts depends on both and on where one ends', () => {
    expect(ofTwo('run', '1')).toBe(ofTwo('run', '1'));
    expect(new Set([ofTwo('run', '1'), ofTwo('run1', ''), ofTwo('1', 'run'), ofTwo('run', '2')]).size).toBe(4);
  });
});
