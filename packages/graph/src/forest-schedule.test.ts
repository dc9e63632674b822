import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDrawing, dagOf } from './arbitrary-dag.test-support.ts';
import { criticalPath } from './critical-path.ts';
import { forestSchedule } from './forest-schedule.ts';
import { ForestScheduler, type Forest } from './forest-scheduler.ts';
import { scheduleNotes } from './schedule-notes.ts';
import { slack } from './slack.ts';
import type { TimedDag } from './timed-dag.ts';

/** A run without recorded edges, joins and plans. */
const arbitraryTree: fc.Arbitrary<TimedDag> = arbitraryDrawing.map(
  ({ drawn, run: { untilNs } }) =>
    dagOf(
      drawn.map(({ needs: _edges, isJoin: _join, isPlanned: _plan, ...one }) => one),
      { untilNs },
    ).dag,
);

function forestOf(dags: readonly TimedDag[]): Forest {
  const startNs: number[] = [];
  const endNs: number[] = [];
  const parent: number[] = [];
  const isAsync: number[] = [];
  const runs: number[] = [];
  let atNs = 0;
  for (const dag of dags) {
    const run = startNs.push(atNs) - 1;
    runs.push(run);
    endNs.push(atNs + dag.untilNs);
    parent.push(-1);
    isAsync.push(0);
    for (let node = 0; node < dag.size; node++) {
      startNs.push(atNs + dag.startNs[node]);
      endNs.push(atNs + dag.endNs[node]);
      parent.push(run + 1 + dag.parent[node]);
      isAsync.push(dag.isAsync[node]);
    }
    atNs += dag.untilNs;
  }
  return {
    size: startNs.length,
    startNs: Float64Array.from(startNs),
    endNs: Float64Array.from(endNs),
    parent: Int32Array.from(parent),
    isAsync: Uint8Array.from(isAsync),
    runs: Uint32Array.from(runs),
  };
}

describe('forestSchedule', () => {
  it('says of every run what its own schedule says, whatever forests came before', () => {
    const scheduler = new ForestScheduler();
    fc.assert(
      fc.property(fc.array(arbitraryTree, { maxLength: 5 }), (dags) => {
        const forest = forestOf(dags);
        const { impliedJoints, slackNs, nested } = scheduler.schedule(forest);
        expect([...impliedJoints]).toEqual(dags.map((dag) => criticalPath(dag).joints.implied));
        for (const [at, dag] of dags.entries()) {
          const first = forest.runs[at] + 1;
          const ofRun = (column: Float64Array | Uint8Array) => [...column.subarray(first, first + dag.size)];
          const { isZeroed, isClipped, detached } = scheduleNotes(dag);
          expect(ofRun(slackNs)).toEqual([...slack(dag).slackNs]);
          expect(ofRun(nested.isZeroed)).toEqual([...isZeroed]);
          expect(ofRun(nested.isClipped)).toEqual([...isClipped]);
          expect(ofRun(nested.detached)).toEqual([...detached]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no run at all', () => {
    expect(forestSchedule(forestOf([])).impliedJoints).toHaveLength(0);
  });
});
