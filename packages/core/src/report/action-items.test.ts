import { expect, it } from 'vitest';
import type { Finding, Recommendation } from '@faultline/model';
import { defineFailureRule, defineValidator } from '../plugin/rule.ts';
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

const meta = { description: '', severity: 'warning', messages: {} } as const;
const rules = [
  defineFailureRule({ ...meta, id: 'acme/cause', namesCause: true, diagnose: () => {} }),
  defineValidator({ ...meta, id: 'acme/late', advice: 'Start it earlier.', validate: () => {} }),
];
const { impact: _impact, ...common } = recommendation('any', 'learned');
const cause: Finding = {
  ...common,
  id: 'cause',
  kind: 'failure-rule',
  ruleId: 'acme/cause',
  stepIds: ['fetch'],
  confidence: 1,
  causes: [],
};
const late: Finding = { ...common, id: 'late', kind: 'validator', ruleId: 'acme/late', severity: 'error' };
const prevention = (id: string, stepId: string, after: number): Recommendation => ({
  ...recommendation(id, 'simulated', 0),
  stepIds: [stepId],
  impact: {
    basis: 'simulated',
    savesMs: { low: 0, expected: 0, high: 0 },
    failureRate: {
      before: { low: 0.1, expected: 0.1, high: 0.1 },
      after: { low: after, expected: after, high: after },
    },
  },
});

it('begins with what would prevent what broke first, the most first, and leaves other prevention to the end', () => {
  const found = [
    late,
    cause,
    prevention('little', 'fetch', 0.09),
    prevention('much', 'fetch', 0.01),
    prevention('elsewhere', 'mail', 0),
  ];
  expect(actionItemsOf(found, rules).map(({ text, savesMs }) => [text, savesMs])).toEqual([
    ['Do much.', undefined],
    ['Do little.', undefined],
    ['Start it earlier.', undefined],
    ['Do elsewhere.', undefined],
  ]);
});
