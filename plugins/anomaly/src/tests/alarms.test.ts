import { describe, expect, it } from 'vitest';
import { alarmsIn } from './alarms.ts';
import type { Family, Hypothesis } from './hypothesis.ts';

const question = (name: string, p: number, exactP = p, weight = 1): Hypothesis => ({
  about: 'retries',
  stepId: name,
  failures: 2,
  attempts: 2,
  failuresBefore: 0,
  attemptsBefore: 100,
  exactP,
  p,
  weight,
});

const family = (hypotheses: readonly Hypothesis[], count = hypotheses.length, weight = 1): Family => ({
  // Bonferroni will do for a test.
  exactP: Math.min(1, count * Math.min(...hypotheses.map((one) => one.exactP / one.weight))),
  p: Math.min(1, count * Math.min(...hypotheses.map((one) => one.p / one.weight))),
  weight,
  count,
  hypotheses,
});

const told = (families: readonly Family[], count = families.length, rate = 0.05) =>
  alarmsIn(families, count, rate).map((alarm) => [
    alarm.about === 'retries' ? alarm.stepId : '',
    alarm.alarmGuarantee,
    Number(alarm.qValue.toPrecision(3)),
  ]);

describe('alarmsIn', () => {
  it('says nothing where nothing was asked', () => {
    expect(told([])).toEqual([]);
  });

  it('divides by the number of families, those without anything unusual as well', () => {
    expect(told([family([question('a', 0.004)])], 10)).toEqual([['a', 'exact', 0.04]]);
    expect(told([family([question('a', 0.006)])], 10)).toEqual([]);
  });

  it('is more generous where more families are unusual: Benjamini and Hochberg', () => {
    const families = ['a', 'b'].map((name) => family([question(name, 0.009)]));
    expect(told(families, 10)).toEqual([
      ['a', 'exact', 0.045],
      ['b', 'exact', 0.045],
    ]);
  });

  it('gives heavier families more', () => {
    expect(told([family([question('a', 0.009)], 1, 2)], 10)).toEqual([['a', 'exact', 0.045]]);
  });

  it('tells within a family only what is unusual there, at the level left by the choice of families', () => {
    const one = family([question('a', 0.001), question('b', 0.04), question('c', 0.003)], 3);
    // Of ten families one is chosen: within it the level is 0.05 / 10.
    expect(told([one], 10)).toEqual([
      ['a', 'exact', 0.03],
      ['c', 'exact', 0.045],
    ]);
  });

  it('adds what only a tail can tell, by its name', () => {
    const families = [family([question('exact', 0.001)]), family([question('tail', 1e-6, 0.02)])];
    expect(told(families, 10)).toEqual([
      ['exact', 'exact', 0.01],
      ['tail', 'extrapolated', 0.00001],
    ]);
  });
});
