import { viewOf } from '@faultline/core';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { runFiguresOf } from './run-figures.ts';

describe('runFiguresOf', () => {
  it('counts executions, steps, retries and failures, and adds up work and waits', () => {
    const run = viewOf(gantt`
      fetch  : ==x
      fetch#2:     ==                <- fetch
      parse  :        ====
        llm  :         ==
      mail   :            /
    `);
    expect(Object.fromEntries(runFiguresOf(run))).toEqual({
      durationMs: 11,
      executions: 5,
      steps: 4,
      retries: 1,
      failures: 1,
      workMs: 9,
      waitMs: 1,
    });
  });

  it('adds up what adds up, takes the highest level of what is used, and leaves out what is neither', () => {
    const metrics = { inputTokens: 100, costUsd: 0.25, memoryMiB: 512, quality: 0.9 };
    const run = viewOf(
      runOf([
        executionOf({ id: 'a', metrics }),
        executionOf({ id: 'b', metrics: { ...metrics, memoryMiB: 700 } }),
        executionOf({ id: 'c', metrics, status: 'failed' }),
      ]),
    );
    const figures = runFiguresOf(run);
    expect(['inputTokens', 'costUsd', 'memoryMiB', 'quality'].map((metric) => figures.get(metric))).toEqual([
      200,
      0.5,
      700,
      undefined,
    ]);
  });

  it('prefers what was recorded of the run, but not to what it measures itself', () => {
    const metrics = JSON.parse('{ "costUsd": 7, "quality": 0.9, "durationMs": 99, "__proto__": 3 }') as Record<
      string,
      number
    >;
    const figures = runFiguresOf(viewOf(runOf([executionOf({ metrics: { costUsd: 1 } })], { metrics })));
    expect(['costUsd', 'quality', 'durationMs', '__proto__'].map((metric) => figures.get(metric))).toEqual([
      7, 0.9, 1, 3,
    ]);
  });

  it('has figures of an empty run', () => {
    expect(runFiguresOf(viewOf(runOf([]))).get('durationMs')).toBe(0);
  });
});
