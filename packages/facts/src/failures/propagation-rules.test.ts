import { describe, expect, it } from 'vitest';
import { defaultPropagationRules, isTolerated, propagationRuleSchema, transmissionOf } from './propagation-rules.ts';

const tolerances = ['low', 'medium', 'high'] as const;
const criticalities = ['high', 'normal', 'low'] as const;
const passes = (
  dependencyType: string,
  failureTolerance: (typeof tolerances)[number],
  criticality: (typeof criticalities)[number],
) => transmissionOf(defaultPropagationRules, { failureTolerance }, { dependencyType, criticality }).passes;

describe('the default table', () => {
  it.each(['data', 'control', 'resource', 'other'])('lets less through the more is tolerated: %s', (type) => {
    for (const criticality of criticalities) {
      const shares = tolerances.map((tolerance) => passes(type, tolerance, criticality));
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    }
    for (const tolerance of tolerances) {
      const shares = criticalities.map((criticality) => passes(type, tolerance, criticality));
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    }
  });

  it('tolerates as the words of a definition mean: a critical dependency never, an uncritical one always', () => {
    for (const failureTolerance of tolerances) {
      const of = (criticality: (typeof criticalities)[number]) =>
        isTolerated(
          transmissionOf(defaultPropagationRules, { failureTolerance }, { dependencyType: 'data', criticality }),
        );
      expect([of('high'), of('normal'), of('low')]).toEqual([false, failureTolerance !== 'low', true]);
    }
  });

  it('takes what was not declared as data, of normal criticality, for a step of medium tolerance', () => {
    expect(transmissionOf(defaultPropagationRules, undefined, undefined)).toEqual({
      passes: passes('data', 'medium', 'normal'),
      because: 'medium failure tolerance',
    });
  });
});

describe("a table of one's own", () => {
  it('counts the first line that fits, and lets nothing through where none does', () => {
    const rules = [
      { tolerance: 'high', passes: 0.3 },
      { dependencyType: 'data', passes: 0.7 },
    ].map((rule) => propagationRuleSchema.parse(rule));
    const data = { dependencyType: 'data', criticality: 'normal' } as const;
    expect(transmissionOf(rules, { failureTolerance: 'high' }, data).passes).toBe(0.3);
    expect(transmissionOf(rules, { failureTolerance: 'low' }, data)).toEqual({ passes: 0.7, because: '' });
    expect(transmissionOf(rules, { failureTolerance: 'low' }, { ...data, dependencyType: 'control' }).passes).toBe(0);
  });

  it('refuses shares that are none', () => {
    expect(propagationRuleSchema.safeParse({ passes: 1.1 }).success).toBe(false);
    expect(propagationRuleSchema.safeParse({ passes: 1, sort: 'data' }).success).toBe(false);
  });
});
