import fc from 'fast-check';
import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { executionOf, folded, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { baselines } from './baselines.ts';
import type { BaselineState } from './baseline-state.ts';
import { mostColumns } from './column-order.ts';
import { metricTests } from './metric-tests.ts';

/** A run of the step "grade", which records these metrics. */
const graded = (index: number, metrics: Readonly<Record<string, number>>): Run =>
  runOf([executionOf({ stepId: 'grade', startMs: index, endMs: index + 10 + (index % 7), metrics })], {
    id: `run-${index}`,
    startMs: index,
    endMs: index + 20,
  });
/** Names without end: each run records another metric. */
const scored = (index: number): Run =>
  graded(index, { [`score.${(index * 7919) % 100_003}`]: index % 50, [`Tokens.${index}.Tokens`]: 1, costUsd: 0.01 });
const scoredRuns = (from: number, to: number): Run[] =>
  Array.from({ length: to - from }, (_, index) => scored(from + index));
const executionsIn = ({ steps }: BaselineState) => Object.values(steps)[0].executions;

describe('learned metrics', () => {
  it('have an end, however many names there are: what matters is kept, and the rest is counted', () => {
    const state = folded(baselines, scoredRuns(0, 10_000));
    const { columns, values, otherValues } = executionsIn(state);
    expect(columns).toHaveLength(mostColumns);
    expect(columns.slice(0, 2)).toEqual(['durationMs', 'costUsd']);
    expect(otherValues + values.length - 2).toBe(20_000);
    expect(Object.values(state.workflows)[0].figures.columns).toHaveLength(mostColumns);
    expect(JSON.stringify(state.steps).length).toBeLessThan(96 * 1024);
    expect(baselines.remarks?.(state)).toEqual([
      '29945 values were not learned, of more metrics than 32: of step "grade" of workflow "drawn", the runs of "drawn".',
    ]);
    expect(baselines.state.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('alarm nobody about names that nobody knows, and know their runs again', () => {
    const state = folded(baselines, scoredRuns(0, 2000));
    const learned = baselines.view(state);
    for (const index of [2000, 2001, 2002]) {
      const view = viewOf(scored(index));
      const compared = metricTests(view, learned);
      expect(compared).toHaveLength(1);
      expect(compared[0]).toMatchObject({ tests: [], p: 1 });
      expect(baselines.knows?.(state, view)).not.toBe(true);
    }
    for (const index of [1998, 1999]) expect(baselines.knows?.(state, viewOf(scored(index)))).toBe(true);
  });

  it('of two halves put together are those of the whole', () => {
    // Names of all ranks; each run has some of them.
    const names = Array.from(
      { length: 60 },
      (_, at) => `${'abc'[at % 3]}${'1'.repeat(at % 4)}${'xyz'[at % 5] ?? ''}${at}`,
    );
    const metrics = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(metrics, { maxLength: 40 }), fc.nat(40), (recorded, half) => {
        const runs = recorded.map((some, index) =>
          graded(index, Object.fromEntries(some.map((name, at) => [name, at + index]))),
        );
        const [first, second] = [folded(baselines, runs.slice(0, half)), folded(baselines, runs.slice(half))];
        const whole = folded(baselines, runs);
        expect(baselines.merge(structuredClone(second), structuredClone(first))).toEqual(whole);
        expect(baselines.merge(first, second)).toEqual(whole);
        expect(baselines.state.safeParse(whole).success).toBe(true);
        for (const run of runs) expect(baselines.knows?.(whole, viewOf(run))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('also beyond what samples hold', () => {
    const [first, second] = [folded(baselines, scoredRuns(0, 450)), folded(baselines, scoredRuns(450, 900))];
    expect(baselines.merge(second, first)).toEqual(folded(baselines, scoredRuns(0, 900)));
  });

  it('of two baselines tell how many runs are in both', () => {
    const [one, other] = [folded(baselines, scoredRuns(0, 200)), folded(baselines, scoredRuns(150, 300))];
    expect(baselines.runsInBoth?.(one, other)).toBe(50);
    expect(baselines.runsInBoth?.(one, folded(baselines, scoredRuns(200, 300)))).toBe(0);
    expect(baselines.runsInBoth?.(baselines.empty(), one)).toBe(0);
    // Of many runs there is a sample.
    const many = baselines.runsInBoth?.(
      folded(baselines, scoredRuns(0, 2000)),
      folded(baselines, scoredRuns(1000, 3000)),
    );
    expect(many).toBeGreaterThan(50);
  });
});
