import { expect, it } from 'vitest';
import { contentWordsOf, coverage, likeness, valuesIn, wordsIn, wordsOfName } from './words.ts';

it('takes words that carry content, once, whatever their case', () => {
  expect([...contentWordsOf('The Lamps and the lamps, of 12 öre: __proto__')]).toEqual(['lamps', 'öre', 'proto']);
});

it('takes names apart', () => {
  expect([...wordsOfName('DataAnalysis_Expert')]).toEqual(['data', 'analysis', 'expert']);
});

it('counts all words', () => {
  expect(wordsIn('It is so: 3 of 4.').count).toBe(6);
  expect(wordsIn('Öl, 3 of 4.').count).toBe(4);
});

it.for([
  ['costs $1,143.42 each', ['1143.42']],
  ['in 2020 and 2021', ['2020', '2021']],
  ['1. first\n2. second', []],
  ['v2beta3 and x12', []],
  ['0.5 of 10', ['0.5', '10']],
] as const)('finds in "%s" the values %j', ([text, values]) => {
  expect([...valuesIn(text)]).toEqual(values);
});

it('measures what is shared', () => {
  const [few, many] = [new Set(['a', 'b']), new Set(['b', 'c', 'd'])];
  expect([coverage(few, many), coverage(new Set(), many)]).toEqual([0.5, 0]);
  expect([likeness(few, many), likeness(many, few), likeness(new Set(), new Set())]).toEqual([0.25, 0.25, 0]);
});
