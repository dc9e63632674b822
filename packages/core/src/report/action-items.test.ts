import { expect, it } from 'vitest';
import type { Recommendation } from '@faultline/model';
import { actionItemsOf } from './action-items.ts';

const recommendation = (id: string, basis: Recommendation['impact']['basis'], saves?: number): Recommendation => ({
  id,
  ruleId: 'optimize/any',
  kind: 'optimizer',
  messageId: 'any',
  message: `Do ${id}.`,
  severity: 'info',
  data: {},
  stepIds: [],
  executionIds: [],
  startMs: 0,
  evidence: [],
  impact: { basis, ...(saves !== undefined && { savesMs: { low: 0, expected: saves, high: saves } }) },
});

it('leaves out what is known to gain nothing', () => {
  expect(
    actionItemsOf([recommendation('vain', 'learned', 0), recommendation('small', 'learned', 1)], []),
  ).toMatchObject([{ text: 'Do small.' }]);
});

it('puts what gains most first, and what is only assumed to gain last', () => {
  const found = [
    recommendation('guess', 'prior', 9),
    recommendation('unknown', 'learned'),
    recommendation('small', 'retimed', 1),
    recommendation('large', 'learned', 5),
  ];
  expect(actionItemsOf(found, []).map(({ text, savesMs }) => [text, savesMs])).toEqual([
    ['Do large.', 5],
    ['Do small.', 1],
    ['Do unknown.', undefined],
    ['Do guess.', 9],
  ]);
});
