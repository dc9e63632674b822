import { describe, expect, it } from 'vitest';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { figuresOf } from './run-figures.ts';
import { viewOf } from './run-view.ts';

describe('figuresOf', () => {
  it('counts joints and slack', () => {
    const run = gantt`
      fetch: ====
      look : ===
      parse:     ====  <- fetch
    `;
    expect(figuresOf(viewOf(run))).toMatchObject({
      executions: 3,
      stepIds: ['look', 'fetch', 'parse'],
      edges: { declared: 0, explicit: 1 },
      makespanMs: 8,
      joints: { recorded: 1, implied: 0 },
      slack: { none: 2, some: 1, unlimited: 0, mostMs: 5 },
      mended: {},
      notes: [],
    });
  });

  it('counts what was mended, by kind', () => {
    const run = runOf([
      executionOf({ id: 'a', startMs: 0, endMs: 10 }),
      executionOf({ id: 'b', startMs: 5, endMs: 3 }),
      executionOf({ id: 'c', parentId: 'gone', startMs: 0, endMs: 4 }),
      executionOf({ id: 'd', parentId: 'c', startMs: 2, endMs: 6 }),
      executionOf({ id: 'e', parentId: 'c', startMs: 7, endMs: 8 }),
    ]);
    expect(figuresOf(viewOf(run)).mended).toEqual({
      'unknown-parent': 1,
      'ends-before-start': 1,
      'beyond-parent': 1,
      'not-awaited': 1,
    });
  });

  it('takes an empty run', () => {
    const run = runOf([], { startMs: 0, endMs: 5 });
    expect(figuresOf(viewOf(run))).toMatchObject({ executions: 0, stepIds: [], makespanMs: 5, slack: { none: 0 } });
  });
});
