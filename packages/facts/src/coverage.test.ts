import { viewOf } from '@faultline/core';
import { arbitraryRun, executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverage } from './coverage.ts';

it('counts time inside any execution once', () => {
  const run = gantt`
    fetch: .===
    parse: ...==
    store: ..........===
  `;
  expect(coverage(viewOf({ ...run, startMs: 0, endMs: 14 }))).toEqual({
    coveredMs: 7,
    uncoveredMs: 7,
    longestGap: { fromMs: 5, toMs: 10 },
  });
});

it('leaves out what lies before and after the run', () => {
  const run = runOf([executionOf({ startMs: -5, endMs: 2 }), executionOf({ id: 'late', startMs: 8, endMs: 30 })]);
  expect(coverage(viewOf({ ...run, startMs: 0, endMs: 10 }))).toEqual({
    coveredMs: 4,
    uncoveredMs: 6,
    longestGap: { fromMs: 2, toMs: 8 },
  });
});

it('counts nothing for what ends before it starts', () => {
  const run = runOf([executionOf({ startMs: 6, endMs: 2 })], { startMs: 0, endMs: 10 });
  expect(coverage(viewOf(run))).toEqual({ coveredMs: 0, uncoveredMs: 10, longestGap: { fromMs: 0, toMs: 6 } });
});

it('finds nothing covered in a run without executions', () => {
  const run = runOf([], { startMs: 100, endMs: 110 });
  expect(coverage(viewOf(run))).toEqual({ coveredMs: 0, uncoveredMs: 10, longestGap: { fromMs: 100, toMs: 110 } });
});

it('finds no gap where one execution spans the run', () => {
  expect(coverage(viewOf(gantt`agent: =====`)).longestGap).toBeUndefined();
});

it('agrees with counting instants', () => {
  fc.assert(
    fc.property(arbitraryRun, (run) => {
      const view = viewOf(run);
      const { coveredMs, uncoveredMs } = coverage(view);
      expect(coveredMs + uncoveredMs).toBeCloseTo(view.untilMs - view.startMs);

      const points = [...view.startNs, ...view.endNs, view.fromNs, view.untilNs]
        .filter((ns) => ns >= view.fromNs && ns <= view.untilNs)
        .toSorted((a, b) => a - b);
      let covered = 0;
      for (const [at, from] of points.slice(0, -1).entries()) {
        const to = points[at + 1];
        if (view.executions.some((_, node) => view.startNs[node] <= from && view.endNs[node] >= to))
          covered += to - from;
      }
      expect(coveredMs).toBeCloseTo(covered / 1e6);
    }),
  );
});
