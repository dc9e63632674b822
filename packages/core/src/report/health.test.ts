import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severities, type Finding } from '@faultline/model';
import { arbitraryFinding } from './arbitrary-finding.test-support.ts';
import { healthOf } from './health.ts';

const findings = fc.array(arbitraryFinding, { maxLength: 20 });
const fault = (ruleId: Finding['ruleId'], severity: Finding['severity']): Finding => ({
  id: ruleId,
  ruleId,
  kind: 'validator',
  messageId: 'm',
  message: '',
  severity,
  stepIds: [],
  executionIds: [],
  startMs: 0,
  data: {},
  evidence: [],
});

it.each([
  ['nothing', [], 100],
  ['a note', [fault('a/a', 'info')], 100],
  ['a warning', [fault('a/a', 'warning')], 96],
  ['an error', [fault('a/a', 'error')], 85],
  ['many errors of one rule', Array.from({ length: 9 }, () => fault('a/a', 'error')), 70],
  ['errors of many rules', Array.from({ length: 9 }, (_, rule) => fault(`a/${rule}`, 'error')), 0],
])('%s', (_what, found, score) => {
  expect(healthOf(found).score).toBe(score);
});

describe('laws', () => {
  it('another finding never raises the score', () => {
    fc.assert(
      fc.property(findings, arbitraryFinding, (found, another) => {
        expect(healthOf([...found, another]).score).toBeLessThanOrEqual(healthOf(found).score);
      }),
    );
  });
  it('a worse severity never raises the score', () => {
    fc.assert(
      fc.property(findings, arbitraryFinding, (found, another) => {
        const scores = severities.map((severity) => healthOf([...found, { ...another, severity }]).score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
    );
  });
  it('the same findings give the same health in any order', () => {
    const permuted = findings.chain((found) =>
      fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length })),
    );
    fc.assert(
      fc.property(permuted, ([found, shuffled]) => {
        expect(healthOf(shuffled)).toEqual(healthOf(found));
      }),
    );
  });
  it('recommendations cost nothing', () => {
    fc.assert(
      fc.property(findings, (found) => {
        expect(healthOf(found.filter(({ kind }) => kind !== 'optimizer'))).toEqual(healthOf(found));
      }),
    );
  });
  it('the deductions are what is missing from 100, each rule once', () => {
    fc.assert(
      fc.property(findings, (found) => {
        const { score, deductions } = healthOf(found);
        const lost = deductions.reduce((sum, { points }) => sum + points, 0);
        expect(score).toBe(Math.max(0, 100 - lost));
        expect(new Set(deductions.map(({ ruleId }) => ruleId)).size).toBe(deductions.length);
      }),
    );
  });
});
