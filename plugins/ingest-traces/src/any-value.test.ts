import { expect, it } from 'vitest';
import { decodedValue } from './any-value.ts';

it.for([
  [{ stringValue: 'a' }, 'a'],
  [{ intValue: '7' }, 7],
  [{ intValue: 7 }, 7],
  [{ intValue: '9007199254740993' }, '9007199254740993'],
  [{ doubleValue: 0.5 }, 0.5],
  [{ doubleValue: 'NaN' }, 'NaN'],
  [{ boolValue: false }, false],
  [{ bytesValue: 'AAAwOQ==' }, 'AAAwOQ=='],
  [{}, null],
  [undefined, null],
  [{ arrayValue: {} }, []],
  [{ arrayValue: { values: [{ intValue: '1' }, {}] } }, [1, null]],
  [
    {
      kvlistValue: {
        values: [
          { key: 'a', value: { arrayValue: { values: [{ stringValue: 'b' }] } } },
          { key: 'c', value: { boolValue: true } },
        ],
      },
    },
    { a: ['b'], c: true },
  ],
] as const)('decodes %j', ([value, decoded]) => {
  expect(decodedValue(value)).toEqual({ value: decoded, isPlain: false });
});

it.for([
  ['text', 'text'],
  [7, 7],
  [null, null],
  [
    [1, { a: 2 }],
    [1, { a: 2 }],
  ],
  [
    { a: 1, b: 2 },
    { a: 1, b: 2 },
  ],
] as const)('takes plain JSON as it is: %j', ([value, decoded]) => {
  expect(decodedValue(value)).toEqual({ value: decoded, isPlain: true });
});

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

it('gives up a value beyond 64 levels', () => {
  expect(decodedValue(nested(64))).toBeDefined();
  expect(decodedValue(nested(65))).toBeUndefined();
  expect(decodedValue(nested(100_000))).toBeUndefined();
});
