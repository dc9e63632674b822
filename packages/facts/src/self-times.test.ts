import fc from 'fast-check';
import { attemptSeries, viewOf, type RunView } from '@faultline/core';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { selfTimesNs } from './self-times.ts';

describe('selfTimesNs', () => {
  it('is the time without that of children, overlaps once', () => {
    const run = viewOf(gantt`
      p  : ==============
        a:  ====
        b:     ========
    `);
    expect([...selfTimesNs(run)]).toEqual([3e6, 4e6, 8e6]);
  });

  it('is not the time in which what was called stood in a queue, be it behind others of it', () => {
    const run = viewOf(gantt`
      p  : ==============
        a:    ==
        b:  ------====
    `);
    expect([...selfTimesNs(run)]).toEqual([4e6, 2e6, 4e6]);
  });

  it('is not the time in which whoever is called is waited for, to be tried again', () => {
    const run = viewOf(gantt`
      p    : ==============
        a  :  =x
        a#2:       =x
        a#3:            =
    `);
    expect(selfTimesNs(run)[0]).toBe(3e6);
  });

  it('takes nothing for asynchronous children, and what is beyond the parent', () => {
    const run = viewOf(gantt`
      p  : =====
        a:   ==    { async: true }
        b:    ====
    `);
    expect([...selfTimesNs(run)]).toEqual([3e6, 2e6, 4e6]);
  });

  it('is what counting each millisecond gives', () => {
    fc.assert(
      fc.property(arbitraryRun, (drawn) => {
        const run = viewOf({ ...drawn, endMs: 100, executions: drawn.executions.map(inWholeMs) });
        for (let node = 0; node < run.executionCount; node++) {
          let counted = 0;
          for (let ns = run.startNs[node]; ns < run.endNs[node]; ns += 1e6)
            if (!isInChild(run, node, ns)) counted += 1e6;
          expect(selfTimesNs(run)[node]).toBe(counted);
        }
      }),
    );
  });
});

const inWholeMs = <E extends { readonly startMs: number; readonly endMs?: number }>(execution: E): E => ({
  ...execution,
  ...(execution.endMs !== undefined && { endMs: Math.floor(execution.endMs) }),
});

/** In a call, or between two attempts at it. */
function isInChild(run: RunView, node: number, ns: number): boolean {
  return run.executions.some((execution, child) => {
    if (run.parent[child] !== node || run.isAsync[child] !== 0) return false;
    const series = attemptSeries(run.executionsOf(execution.stepId)).find((attempts) => attempts.includes(execution));
    const before = series?.[series.indexOf(execution) - 1];
    const isAgain = before !== undefined && before.parentId === execution.parentId;
    const fromNs = isAgain ? Math.min(run.endNs[run.nodeOf(before)], run.startNs[child]) : run.startNs[child];
    return fromNs <= ns && ns < run.endNs[child];
  });
}
