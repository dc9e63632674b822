import fc from 'fast-check';
import { viewOf } from '@faultline/core';
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

function isInChild(run: ReturnType<typeof viewOf>, node: number, ns: number): boolean {
  return run.executions.some(
    (_, child) =>
      run.parent[child] === node && run.isAsync[child] === 0 && run.startNs[child] <= ns && ns < run.endNs[child],
  );
}
