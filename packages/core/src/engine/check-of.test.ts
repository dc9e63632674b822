import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findingSchema, reportSchema, sectionSchema } from '@faultline/model';
import { checkOf } from './check-of.ts';

const schema = z.strictObject({
  text: z.string(),
  number: z.number(),
  count: z.int(),
  least: z.number().min(1),
  isThere: z.boolean(),
  kind: z.enum(['a', 'b']),
  literal: z.literal('x'),
  maybe: z.exactOptional(z.string()),
  nothing: z.string().nullable(),
  list: z.array(z.union([z.string(), z.strictObject({ value: z.number() })])).readonly(),
  anything: z.unknown(),
});
const valid = {
  text: '',
  number: -0.5,
  count: 3,
  least: 1,
  isThere: false,
  kind: 'a',
  literal: 'x',
  nothing: null,
  list: ['one', { value: 2 }],
  anything: { a: [1] },
};

/** Values that are nearly right: members replaced, left out and added. */
const nearly = fc
  .tuple(
    fc.subarray(Object.keys(valid)),
    fc.dictionary(fc.constantFrom(...Object.keys(valid), 'maybe', 'other', '__proto__'), fc.anything(), {
      maxKeys: 2,
      noNullPrototype: false,
    }),
  )
  .map(([left, put]) => ({
    ...Object.fromEntries(Object.entries(valid).filter(([key]) => !left.slice(0, 1).includes(key))),
    ...put,
  }));

describe('checkOf', () => {
  it('accepts: what parsing leaves as it is', () => {
    expect(checkOf(schema)(valid)).toBe(true);
    expect(checkOf(schema)({ ...valid, maybe: 'so' })).toBe(true);
  });

  it.each([
    ['a member too many', { ...valid, other: 1 }],
    ['a member that is missing', { ...valid, text: undefined }],
    ['an absent member that is there as undefined', { ...valid, maybe: undefined }],
    ['a number that is none', { ...valid, number: Number.NaN }],
    ['an infinite number', { ...valid, number: Infinity }],
    ['a fraction for a count', { ...valid, count: 0.5 }],
    ['a number below the least', { ...valid, least: 0 }],
    ['a word that is not in the list', { ...valid, kind: 'c' }],
    ['a list with a hole', { ...valid, list: Array(1) }],
    ['a list with an object that has more', { ...valid, list: [{ value: 1, more: 1 }] }],
    ['an instance of a class', Object.assign(new Date(0), valid)],
    ['null', null],
    ['an array', []],
  ])('asks parsing about %s', (_what, value) => {
    expect(checkOf(schema)(value)).toBe(false);
  });

  it('never accepts what a schema would change', () => {
    expect(checkOf(z.string().default('x'))('given')).toBe(true);
    expect(checkOf(z.string().default('x'))(undefined)).toBe(false);
    expect(checkOf(z.object({ a: z.string() }))({ a: '', b: 1 })).toBe(false);
    expect(checkOf(z.looseObject({ a: z.string() }))({ a: '' })).toBe(false);
    expect(checkOf(z.string().trim())(' x')).toBe(false);
    expect(checkOf(z.string().trim())('x')).toBe(true);
    expect(checkOf(z.coerce.number())('1')).toBe(false);
    expect(checkOf(z.string().transform((text) => text.length))('x')).toBe(false);
    expect(checkOf(z.record(z.string(), z.number()))({ a: 1 })).toBe(false);
  });

  it.for([
    ['at least', z.number().min(0)],
    ['more than', z.number().gt(0)],
    ['at most', z.number().max(1)],
    ['less than', z.number().lt(1)],
    ['between', z.number().min(0).max(1).gt(-1)],
    ['an integer of at least', z.int().min(0)],
    ['an integer by a check', z.number().int().max(1)],
    ['a multiple between', z.number().min(0).multipleOf(0.5)],
    ['even', z.number().refine((value) => value % 2 === 0)],
    ['of 32 bits', z.int32().min(0)],
  ] as const)('tells the numbers that are %s a bound as parsing does', ([, number]) => {
    for (const value of [-Infinity, -1, -0, 0, 1e-9, 0.5, 1, 1.5, 2, 2 ** 31, 2 ** 53, Infinity, Number.NaN, '1', null])
      expect([value, checkOf(number)(value)]).toEqual([value, number.safeParse(value).success]);
  });

  it('takes a schema that holds itself', () => {
    const tree = z.strictObject({
      name: z.string(),
      get children() {
        return z.array(tree);
      },
    });
    expect(checkOf(tree)({ name: '', children: [{ name: '', children: [] }] })).toBe(true);
    expect(checkOf(tree)({ name: '', children: [{ name: 1, children: [] }] })).toBe(false);
  });

  it('agrees with parsing, whatever the value', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.anything()), (value) => {
        if (!checkOf(schema)(value)) return;
        expect(schema.parse(value)).toEqual(value);
      }),
    );
  });

  it('answers for the schemas of reports', () => {
    const section = { id: 'a/b', chapter: 'flow', title: '', value: {}, blocks: [{ type: 'text', text: '' }] };
    expect(checkOf(sectionSchema)(section)).toBe(true);
    expect(checkOf(sectionSchema)({ ...section, blocks: [{ type: 'text' }] })).toBe(false);
    expect(checkOf(findingSchema)({})).toBe(false);
    expect(checkOf(reportSchema)({})).toBe(false);
  });
});
