import { isTooDeep } from '@faultline/core';
import type { Json } from '@faultline/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nested } from '@faultline/plugin-testkit';
import { flatAttributes } from './flat-attributes.ts';

it.for<readonly [string, Json, readonly (readonly [string, Json])[]]>([
  [
    'keys that are dotted',
    { 'a.b': 1, c: [1, { d: 2 }] },
    [
      ['a.b', 1],
      ['c', [1, { d: 2 }]],
    ],
  ],
  [
    'nested objects, in order',
    { a: { b: { c: 1 }, d: 2 }, e: 3 },
    [
      ['a.b.c', 1],
      ['a.d', 2],
      ['e', 3],
    ],
  ],
  ['a list of typed values', [{ key: 'a', value: { intValue: '7' } }, { value: 1 }, 7], [['a', 7]]],
  [
    'arguments, which are one value',
    { 'gen_ai.tool.call.arguments': { city: 'Bern' } },
    [['gen_ai.tool.call.arguments', { city: 'Bern' }]],
  ],
  ['an input that is one value', { input: { city: 'Bern' } }, [['input', { city: 'Bern' }]]],
  ['an input of OpenInference', { input: { value: 'Bern' } }, [['input.value', 'Bern']]],
  ['null, which is none', { a: null, b: { c: null } }, []],
  ['an empty object, which is a value', { a: { b: {} } }, [['a.b', {}]]],
  ['no attributes', null, []],
])('flattens %s', ([_name, attributes, flat]) => {
  expect([...flatAttributes(attributes)]).toEqual(flat);
});

it('gives what is nested too deep as it is', () => {
  const deep = nested(65) as Json;
  expect([...flatAttributes({ deep })]).toEqual([['deep', deep]]);
  const typed = JSON.parse(
    `[{"key":"deep","value":${'{"arrayValue":{"values":['.repeat(65)}1${']}}'.repeat(65)}}]`,
  ) as Json;
  expect([...flatAttributes(typed)].map(([, value]) => isTooDeep(value))).toEqual([true]);
});

const leavesOf = (value: unknown): readonly string[] => JSON.stringify(value).match(/-?\d+/g) ?? [];

it('keeps every value that is not an object or null', () => {
  const tree = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      fc.nat(),
      fc.array(fc.nat(), { minLength: 1 }),
      fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('tree')),
    ),
  })).tree;
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b'), tree), (attributes) => {
      const flat = [...flatAttributes(JSON.parse(JSON.stringify(attributes)) as Json)];
      expect(leavesOf(flat.map(([, value]) => value))).toEqual(leavesOf(attributes));
    }),
  );
});
