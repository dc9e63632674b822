import { viewOf } from '@faultline/core';
import type { Run, StepExecutionInput } from '@faultline/model';
import { executionOf, folded, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { baselines, type Baselines } from './baselines.ts';

const learnedFrom = (...runs: readonly Run[]): Baselines => baselines.view(folded(baselines, runs));
/** A run of one execution of the step "fetch" that took so long. */
const took = (id: string, durationMs: number, overrides: Partial<StepExecutionInput> = {}): Run =>
  runOf([executionOf({ endMs: durationMs, ...overrides })], { id });
/** Numbers between 0 and 1, far from any pattern of their index. */
const spread = (index: number): number => (index * 0.618_033_988_749) % 1;

const durationOf = {
  slow: (index: number) => 900 + 200 * spread(index),
  fast: (index: number) => 90 + 20 * spread(index),
};
const runOfModel = (model: string, speed: keyof typeof durationOf, index: number): Run =>
  took(`${model}-${index}`, durationOf[speed](index), { attributes: { model } });
const runsOf = (model: string, speed: keyof typeof durationOf, count: number): Run[] =>
  Array.from({ length: count }, (_, index) => runOfModel(model, speed, index));
const comparedWith = (history: readonly Run[], run: Run) => {
  const view = viewOf(run);
  const compared = learnedFrom(...history).like(view, view.executions[0], 'durationMs');
  return compared && [compared.among, Math.round(compared.distribution.quantile(0.5) / 100) * 100];
};

const sized = (model: string, inputTokens: number, factor: number, count: number): Run[] =>
  Array.from({ length: count }, (_, index) =>
    took(`${model}-${inputTokens}-${index}`, factor * inputTokens * (1 + spread(index) / 4), {
      attributes: { model, 'tool.name': 'chat' },
      metrics: { inputTokens },
    }),
  );
describe('Baselines.like', () => {
  it('tells models of different speed apart', () => {
    const history = [...runsOf('large', 'slow', 100), ...runsOf('small', 'fast', 100)];
    expect(comparedWith(history, runOfModel('large', 'slow', 500))).toEqual(['model "large"', 1000]);
    expect(comparedWith(history, runOfModel('small', 'fast', 500))).toEqual(['model "small"', 100]);
  });

  it('takes models of one speed together', () => {
    const history = [...runsOf('a', 'slow', 100), ...runsOf('b', 'slow', 100)];
    expect(comparedWith(history, runOfModel('a', 'slow', 500))).toEqual(['', 1000]);
  });

  it('compares a rare model, or one never seen, with all', () => {
    const history = [...runsOf('large', 'slow', 49), ...runsOf('small', 'fast', 150)];
    expect(comparedWith(history, runOfModel('large', 'slow', 500))).toEqual(['', 100]);
    expect(comparedWith(history, runOfModel('new', 'slow', 500))).toEqual(['', 100]);
    expect(comparedWith([...history, ...runsOf('large', 'slow', 50)], runOfModel('large', 'slow', 500))).toEqual([
      'model "large"',
      1000,
    ]);
  });

  it('tells inputs of different size apart where they matter, within the model where that matters too', () => {
    const history = [
      ...sized('large', 100, 1, 60),
      ...sized('large', 1000, 1, 60),
      ...sized('small', 100, 0.01, 60),
      ...sized('small', 1000, 0.01, 60),
    ];
    expect(comparedWith(history, sized('large', 1000, 1, 1)[0])).toEqual([
      'model "large", tool "chat" and inputs of like size',
      1100,
    ]);
    const [ofSizeAlone] = sized('new', 1000, 1, 1);
    expect(comparedWith(history.slice(0, 120), ofSizeAlone)).toEqual(['inputs of like size', 1100]);
  });

  it('is undefined where nothing was learned', () => {
    const [run] = runsOf('a', 'slow', 1).map((each) => viewOf(each));
    expect(learnedFrom().like(run, run.executions[0], 'durationMs')).toBeUndefined();
  });

  it('keeps its promise where it refines: of usual executions at most 5 % have a p-value of 5 %', () => {
    const history = [...runsOf('large', 'slow', 120), ...runsOf('small', 'fast', 120)];
    const learned = learnedFrom(...history);
    const ps = Array.from({ length: 1000 }, (_, index) => {
      const view = viewOf(took('now', durationOf.slow(0.5 + index * 7), { attributes: { model: 'large' } }));
      const usual = learned.like(view, view.executions[0], 'durationMs')!;
      return usual.distribution.pAtLeast(view.durationMs(view.executions[0]));
    });
    // Three binomial standard deviations above.
    expect(ps.filter((p) => p <= 0.05).length).toBeLessThan(50 + 21);
  });
});
