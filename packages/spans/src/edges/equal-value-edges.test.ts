import { expect, it } from 'vitest';
import type { Json } from '@faultline/model';
import { edgeTexts, runOfSpans, type Written } from '../table/table-of.test-support.ts';

const edges = (...spans: readonly Written[]): readonly string[] =>
  edgeTexts(
    runOfSpans([{ id: 'r', name: 'root', from: 0, to: 99 }, ...spans.map((span) => ({ parent: 'r', ...span }))]),
  );

const step = (id: string, from: number, to: number, input?: Json, output?: Json): Written => ({
  id,
  from,
  to,
  attributes: {
    ...(input !== undefined && { 'input.value': input }),
    ...(output !== undefined && { 'output.value': output }),
  },
});

const report = 'Forty words about the heart of the patient, and a few more.';

it('an output that is the input of later executions was handed on', () => {
  expect(
    edges(step('fetch', 1, 2, undefined, report), step('rank', 3, 4, report), step('check', 5, 6, report)),
  ).toEqual(['fetch -> check (dataflow)', 'fetch -> rank (dataflow)']);
});

it('structures are equal whatever the order of keys and however they are written', () => {
  const flags = { red: ['chest pain', 'short breath'], score: 0.75 };
  expect(
    edges(
      step('assess', 1, 2, undefined, JSON.stringify(flags)),
      step('decide', 3, 4, ` { "score": 0.75,  "red": ${JSON.stringify(flags.red)} }`),
      step('other', 3, 4, JSON.stringify({ ...flags, score: 0.5 })),
    ),
  ).toEqual(['assess -> decide (dataflow)']);
});

it.for([
  ['short', [step('a', 1, 2, undefined, 'completed'), step('b', 3, 4, 'completed')]],
  ['put out by two', [step('a', 1, 2, '', report), step('b', 1, 2, '', report), step('c', 3, 4, report)]],
  ['taken in before it was put out', [step('z', 0, 1, report), step('a', 1, 2, '', report), step('c', 3, 4, report)]],
  ['handed through', [step('a', 1, 2, report, report), step('b', 3, 4, report)]],
  ['taken in too early', [step('a', 1, 4, '', report), step('b', 3, 5, report)]],
  ['a part', [step('a', 1, 2, '', report), step('b', 3, 4, `Rank: ${report}`)]],
] as const)('shows nothing where the value is %s', ([_why, spans]) => {
  expect(edges(...spans)).toEqual([]);
});

it('wrappers count once, at the outermost', () => {
  expect(
    edges(
      step('fetch', 1, 4, undefined, report),
      { ...step('http', 2, 3, undefined, report), parent: 'fetch' },
      step('rank', 5, 8, report),
      { ...step('model', 6, 7, report), parent: 'rank' },
    ),
  ).toEqual(['fetch -> rank (dataflow)']);
});
