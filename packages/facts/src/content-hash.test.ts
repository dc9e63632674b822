import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentHash, contentHashes } from './content-hash.ts';

it('is the same for equal values, in whatever order their keys are', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      expect(contentHash(reversed)).toBe(contentHash(value));
      expect(contentHash({ in: [reversed] })).toBe(contentHash({ in: [value] }));
    }),
  );
});

it('differs for values that differ', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(contentHash(a) === contentHash(b)).toBe(canonical(a) === canonical(b));
    }),
  );
});

/** As text, with sorted keys: an independent way to say that two values are equal. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? { entries: Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)) }
      : held,
  );

it.each([
  [[], {}],
  [[], ''],
  [null, 'null'],
  [1, '1'],
  [
    ['ab', 'c'],
    ['a', 'bc'],
  ],
  [[[1], 2], [[1, 2]]],
  [{ a: { b: 1 } }, { a: {}, b: 1 }],
  [JSON.parse('{"__proto__": 1}'), {}],
  ['\0', '\0\0'],
])('tells %j from %j', (a, b) => {
  expect(contentHash(a)).not.toBe(contentHash(b));
});

it('shares no hash among 200,000 numbered texts, nor its first or last 32 bits more often than chance', () => {
  const hashes = Array.from({ length: 200_000 }, (_, index) => contentHash({ patient: `patient_${index}` }));
  expect(new Set(hashes).size).toBe(hashes.length);
  // n² / 2^33 pairs are expected to share 32 bits: 4.7, with a standard deviation of 2.2.
  for (const half of [(hash: number) => Math.floor(hash / 2 ** 21), (hash: number) => hash % 2 ** 32])
    expect(hashes.length - new Set(hashes.map(half)).size).toBeLessThan(16);
});

it('depends on the salt', () => {
  expect(contentHash('a', 'step')).not.toBe(contentHash('a', 'other'));
});

it('goes through 100,000 nested arrays', () => {
  let deep: unknown = 0;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(contentHash(deep)).toBeLessThan(contentHashes);
  expect(Number.isInteger(contentHash(deep))).toBe(true);
});
