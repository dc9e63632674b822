import type { FindingOf } from '@faultline/model';
import { expect, it } from 'vitest';
import { evidenceTexts } from './evidence-text.ts';

const proposal: FindingOf<'optimizer'> = {
  id: 'acme/add-retry@fetch',
  ruleId: 'acme/add-retry',
  kind: 'optimizer',
  messageId: 'retry',
  message: '',
  severity: 'info',
  stepIds: ['fetch'],
  executionIds: [],
  startMs: 0,
  data: {},
  evidence: [],
  impact: {
    failureRate: { before: { low: 0.02, expected: 0.05, high: 0.1 }, after: { low: 0, expected: 0.01, high: 0.03 } },
    basis: 'simulated',
  },
};

it('says how many runs a change would keep from failing', () => {
  expect(evidenceTexts(proposal)).toEqual([
    'failed runs 5 % [2 %, 10 %] before, 1 % [0 %, 3 %] after',
    'basis of the estimate: simulated',
  ]);
});
