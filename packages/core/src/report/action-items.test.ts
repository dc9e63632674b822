import { expect, it } from 'vitest';
import type { Finding, Recommendation } from '@faultline/model';
import { defineDetector, defineFailureRule, defineValidator } from '../plugin/rule.ts';
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
  defineFailureRule({ ...meta, id: 'acme/failed', advice: 'Mend it.', diagnose: () => {} }),
  defineDetector({ ...meta, id: 'acme/unusual', advice: 'Look at it.', detect: () => {} }),
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

const fetchFailed: Finding = {
  ...common,
  id: 'failed',
  kind: 'failure-rule',
  ruleId: 'acme/failed',
  severity: 'warning',
  stepIds: ['fetch'],
  confidence: 1,
  causes: [],
};

it('begins with what broke first: its repair, then what would prevent it, the most first, whatever is graver elsewhere', () => {
  const found = [
    late,
    cause,
    fetchFailed,
    prevention('little', 'fetch', 0.09),
    prevention('much', 'fetch', 0.01),
    prevention('elsewhere', 'mail', 0),
  ];
  expect(actionItemsOf(found, rules).map(({ text, savesMs }) => [text, savesMs])).toEqual([
    ['"fetch": Mend it.', undefined],
    ['Do much.', undefined],
    ['Do little.', undefined],
    ['Start it earlier.', undefined],
    ['Do elsewhere.', undefined],
  ]);
});

it('counts what prevents failures by what was found at the step, and what saves time by no fault at all', () => {
  const speedUp = { ...recommendation('speed up', 'retimed', 9000), stepIds: ['fetch', 'mail'] };
  const mailLate: Finding = { ...late, stepIds: ['mail'] };
  const found = [
    speedUp,
    prevention('for nothing found', 'parse', 0),
    prevention('for a warning', 'fetch', 0.01),
    prevention('for an error', 'mail', 0.09),
    fetchFailed,
    mailLate,
  ];
  expect(actionItemsOf(found, rules).map(({ text }) => text)).toEqual([
    '"mail": Start it earlier.',
    'Do for an error.',
    '"fetch": Mend it.',
    'Do for a warning.',
    'Do for nothing found.',
    'Do speed up.',
  ]);
});

it('puts a measure against what broke first before speed-ups, also where no history says how much it prevents', () => {
  const unknown = { ...recommendation('unknown', 'prior'), stepIds: ['fetch'] };
  const speedUp = { ...recommendation('speed up', 'retimed', 9000), stepIds: ['fetch'] };
  expect(
    actionItemsOf([speedUp, unknown, prevention('known', 'fetch', 0.09), cause], rules).map(({ text }) => text),
  ).toEqual(['Do known.', 'Do unknown.', 'Do speed up.']);
});

it('has what detectors advise to look at after repairs and measures for the same', () => {
  const unusual: Finding = {
    ...common,
    id: 'u',
    kind: 'detector',
    ruleId: 'acme/unusual',
    severity: 'warning',
    stepIds: ['fetch'],
  };
  const twice: Finding = { ...unusual, id: 'v' };
  const found = [
    unusual,
    twice,
    fetchFailed,
    cause,
    prevention('known', 'fetch', 0.09),
    recommendation('speed up', 'retimed', 9),
  ];
  expect(actionItemsOf(found, rules).map(({ text }) => text)).toEqual([
    '"fetch": Mend it.',
    'Do known.',
    '"fetch": Look at it.',
    'Do speed up.',
  ]);
});

it('takes any step for a step', () => {
  const found = [prevention('proto', '__proto__', 0), { ...cause, stepIds: ['__proto__'] }, late];
  expect(actionItemsOf(found, rules).map(({ text }) => text)).toEqual(['Do proto.', 'Start it earlier.']);
});
