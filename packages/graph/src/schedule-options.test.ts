import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDag, dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { criticalPath, segmentsOf } from './critical-path.ts';
import { drag } from './drag.ts';
import { eventGraph } from './event-graph.ts';
import { DETACHED } from './nesting.ts';
import { editedWeights, retime, weightsOf } from './retime.ts';
import { scheduleNotes } from './schedule-notes.ts';
import { withScheduleOptions, type ScheduleOptions } from './schedule-options.ts';
import { slack } from './slack.ts';
import type { TimedDag } from './timed-dag.ts';
import { waits } from './waits.ts';

const x = (id: string, startNs: number, endNs: number, rest: Partial<Drawn> = {}): Drawn => ({
  id,
  startNs,
  endNs,
  ...rest,
});
const pathOf = (drawn: readonly Drawn[], options: ScheduleOptions, untilNs?: number): string[] => {
  const { dag, ids } = dagOf(drawn, untilNs === undefined ? {} : { untilNs });
  return [...segmentsOf(criticalPath(withScheduleOptions(dag, options)))].map(
    ({ node, kind, fromNs, toNs }) => `${node < 0 ? 'run' : ids[node]} ${kind} ${fromNs}-${toNs}`,
  );
};

describe('a child that outlives its parent', () => {
  const run = [x('p', 0, 8), x('a', 1, 3, { parent: 'p' }), x('long', 2, 12, { parent: 'p' })];

  it('holds the parent up to its end, unless told otherwise', () => {
    expect(pathOf(run, {}, 8)).toEqual(['p head 0-2', 'long self 2-8']);
    expect(pathOf(run, { overflow: 'detach' }, 8)).toEqual(['p head 0-1', 'a self 1-3', 'p tail 3-8']);
  });

  it('is noted', () => {
    const { dag, nodeOf } = dagOf(run, { untilNs: 8 });
    const notes = scheduleNotes(withScheduleOptions(dag, { overflow: 'detach' }));
    expect(notes.detached[nodeOf.get('long') ?? -1]).toBe(DETACHED.outlivesParent);
    expect(notes.options).toEqual({ overflow: 'detach', overlapTolerance: { ns: 0 } });
    expect(scheduleNotes(dag).detached[nodeOf.get('long') ?? -1]).toBe(DETACHED.no);
  });

  it('is clipped where it starts before the parent', () => {
    const early = [x('p', 2, 8), x('wide', 0, 7, { parent: 'p' })];
    expect(pathOf(early, { overflow: 'detach' }, 8)).toEqual(['run head 0-2', 'wide self 2-7', 'p tail 7-8']);
  });
});

describe('siblings that overlap', () => {
  const run = [x('a', 0, 5), x('b', 4, 9)];

  it('follow each other within the tolerance, and the overlap is time of the later', () => {
    expect(pathOf(run, {})).toEqual(['run head 0-4', 'b self 4-9']);
    expect(pathOf(run, { overlapTolerance: { ns: 1 } })).toEqual(['a self 0-4', 'b self 4-9']);
    expect(pathOf([x('a', 0, 6), x('b', 4, 9)], { overlapTolerance: { ns: 1 } })).toEqual([
      'run head 0-4',
      'b self 4-9',
    ]);
  });

  it('are measured against the parent where a share is given', () => {
    expect(pathOf(run, { overlapTolerance: { shareOfParent: 1 / 9 } })).toEqual(['a self 0-4', 'b self 4-9']);
    expect(pathOf(run, { overlapTolerance: { shareOfParent: 0.1 } })).toEqual(['run head 0-4', 'b self 4-9']);
  });

  it('are not reordered: one that ends no earlier, or starts no earlier, is not followed', () => {
    const tolerant = { overlapTolerance: { ns: 9 } };
    expect(pathOf([x('a', 0, 9), x('b', 4, 9)], tolerant)).toEqual(['a self 0-9']);
    expect(pathOf([x('a', 4, 5), x('b', 4, 9)], tolerant)).toEqual(['run head 0-4', 'b self 4-9']);
  });

  it('move together', () => {
    const { dag } = dagOf(run);
    const tolerant = withScheduleOptions(dag, { overlapTolerance: { ns: 1 } });
    const { startNs, untilNs } = retime(tolerant, editedWeights(tolerant, [{ node: 0, durationNs: 8 }]));
    expect([startNs[1], untilNs]).toEqual([7, 12]);
    expect(waits(tolerant).blocker[1]).toBe(0);
    expect([...scheduleNotes(tolerant).followed]).toEqual([-1, 0]);
    expect(retime(dag, editedWeights(dag, [{ node: 0, durationNs: 8 }])).startNs[1]).toBe(4);
  });

  it('leave what lies beyond the start of the later one out of the path', () => {
    const nested = [x('a', 0, 6), x('a1', 0, 5, { parent: 'a' }), x('b', 4, 9)];
    expect(pathOf(nested, { overlapTolerance: { ns: 2 } })).toEqual(['a1 self 0-4', 'b self 4-9']);
  });
});

it('makes another graph for facts, with the same columns', () => {
  const { dag } = dagOf([x('a', 0, 5)]);
  const other = withScheduleOptions(withScheduleOptions(dag, { overflow: 'detach' }), { overlapTolerance: { ns: 3 } });
  expect(other.startNs).toBe(dag.startNs);
  expect(criticalPath(other)).not.toBe(criticalPath(dag));
  expect(other.options).toEqual({ overflow: 'detach', overlapTolerance: { ns: 3 } });
});

describe('under all options', () => {
  const options: fc.Arbitrary<ScheduleOptions> = fc.record({
    overflow: fc.constantFrom('clip', 'detach'),
    overlapTolerance: fc.oneof(
      fc.nat(6).map((ns) => ({ ns })),
      fc.nat(10).map((tenths) => ({ shareOfParent: tenths / 10 })),
    ),
  });
  const law = (holds: (dag: TimedDag, nodes: readonly number[]) => void): void => {
    fc.assert(
      fc.property(arbitraryDag, options, (dag, chosen) => {
        holds(withScheduleOptions(dag, chosen), [...dag.startNs.keys()]);
      }),
      { numRuns: 3000 },
    );
  };

  it('the segments cover the wall time, end to end', () => {
    law((dag) => {
      const { fromNs, toNs } = criticalPath(dag);
      expect([...fromNs, Math.max(dag.untilNs, dag.fromNs)]).toEqual([dag.fromNs, ...toNs]);
      expect(fromNs.every((ns, at) => ns < toNs[at])).toBe(true);
    });
  });

  it('retiming by nothing gives the observed times', () => {
    law((dag) => {
      const { startNs, endNs, untilNs } = retime(dag, weightsOf(dag));
      expect(startNs).toEqual(dag.startNs);
      expect(endNs).toEqual(dag.endNs.map((ns, node) => Math.max(ns, dag.startNs[node])));
      expect(untilNs).toBe(Math.max(dag.untilNs, dag.fromNs));
    });
  });

  it('slack is what an execution may take longer, and not one more', () => {
    law((dag, nodes) => {
      const { slackNs, freeSlackNs } = slack(dag);
      for (const node of nodes) {
        const end = (byNs: number): number => {
          const weights = weightsOf(dag);
          weights.workNs[node] += byNs;
          return retime(dag, weights).untilNs;
        };
        expect(freeSlackNs[node]).toBeGreaterThanOrEqual(0);
        expect(freeSlackNs[node]).toBeLessThanOrEqual(slackNs[node]);
        const room = Number.isFinite(slackNs[node]) ? slackNs[node] : 1e9;
        const beyond = Number.isFinite(slackNs[node]) ? 1 : 0;
        expect([end(room), end(room + 1)]).toEqual([dag.untilNs, dag.untilNs + beyond]);
      }
    });
  });

  it('drag is what retiming gains without the execution and all below it', () => {
    law((dag, nodes) => {
      const { onPathNs } = criticalPath(dag);
      const gains = nodes.map((node) => {
        const { untilNs } = retime(dag, editedWeights(dag, [{ node, factor: 0 }]));
        return Math.min(onPathNs[node], dag.untilNs - untilNs);
      });
      expect([...drag(dag).dragNs]).toEqual(gains);
    });
  });

  it('predecessors come first', () => {
    law((dag) => {
      const { predecessors, numbers } = eventGraph(dag);
      for (let event = 0; event < numbers.count; event++) {
        const row = predecessors.targets.subarray(predecessors.offsets[event], predecessors.offsets[event + 1]);
        expect(row.every((before) => before < event)).toBe(true);
      }
    });
  });
});

it('follows the last to end of those that may be followed', () => {
  const times = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 9 });
  fc.assert(
    fc.property(times, fc.nat(8), (drawn, toleranceNs) => {
      const { dag } = dagOf(
        drawn.map(([startNs, lengthNs], at) => x(`${at}`, startNs, startNs + lengthNs)),
        { untilNs: 20 },
      );
      const { followed } = scheduleNotes(withScheduleOptions(dag, { overlapTolerance: { ns: toleranceNs } }));
      for (let node = 0; node < dag.size; node++) {
        const candidates = [...dag.endNs].filter(
          (endNs, other) =>
            dag.startNs[other] < dag.startNs[node] &&
            endNs > dag.startNs[node] &&
            endNs <= dag.startNs[node] + toleranceNs &&
            endNs < dag.endNs[node],
        );
        expect(followed[node] < 0 ? -Infinity : dag.endNs[followed[node]]).toBe(Math.max(...candidates));
      }
    }),
    { numRuns: 3000 },
  );
});
