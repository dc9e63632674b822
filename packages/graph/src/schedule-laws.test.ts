import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDag, arbitraryDrawing, dagOf } from './arbitrary-dag.test-support.ts';
import { criticalPath, segmentsOf } from './critical-path.ts';
import { drag } from './drag.ts';
import { eventGraph } from './event-graph.ts';
import { DROP_REASONS } from './kept-edges.ts';
import { NaiveSchedule } from './naive-schedule.test-support.ts';
import { editedWeights, retime, weightsOf, type Weights } from './retime.ts';
import { scheduleNotes } from './schedule-notes.ts';
import { slack } from './slack.ts';
import type { TimedDag } from './timed-dag.ts';
import { waits } from './waits.ts';

const law = (holds: (dag: TimedDag) => void): void => {
  fc.assert(fc.property(arbitraryDag, holds), { numRuns: 3000 });
};
const nodesOf = (dag: TimedDag): number[] => [...dag.startNs.keys()];
const withWork = (dag: TimedDag, node: number, byNs: number): Weights => {
  const weights = weightsOf(dag);
  weights.workNs[node] += byNs;
  return weights;
};
const withDelay = (dag: TimedDag, node: number, byNs: number): Weights => {
  const weights = weightsOf(dag);
  weights.delayNs[node] += byNs;
  return weights;
};

const endsOf = (dag: TimedDag, weightsAfter: (node: number, byNs: number) => Weights, column: Float64Array) =>
  nodesOf(dag).map((node) => {
    const end = (byNs: number): number => retime(dag, weightsAfter(node, byNs)).untilNs;
    return column[node] < Infinity ? [end(column[node]), end(column[node] + 1)] : [end(1e9), 'unbounded'];
  });
const promised = (dag: TimedDag, column: Float64Array) =>
  nodesOf(dag).map((node) => [dag.untilNs, column[node] < Infinity ? dag.untilNs + 1 : 'unbounded']);

describe('the event graph agrees with the all-pairs definition', () => {
  it('in effective times, weights and predecessors observed last', () => {
    law((dag) => {
      const graph = eventGraph(dag);
      const naive = new NaiveSchedule(dag);
      for (const node of [-1, ...nodesOf(dag)]) {
        const at = node < 0 ? dag.size : node;
        const [start, end] = [graph.numbers.start[at], graph.numbers.end[at]];
        expect([graph.observedNs[start], graph.observedNs[end]]).toEqual([naive.s(node), naive.e(node)]);
        expect([graph.weightNs[start], graph.weightNs[end]]).toEqual([naive.S(node).weightNs, naive.E(node).weightNs]);
      }
    });
  });

  it('in edges left out, with reasons', () => {
    law((dag) => {
      const { from, to, reason } = scheduleNotes(dag).dropped;
      const dropped = Array.from(from, (u, at) => `${u}>${to[at]} ${DROP_REASONS[reason[at]]}`);
      expect(dropped.toSorted()).toEqual(new NaiveSchedule(dag).dropped.toSorted());
    });
  });

  it('in all times, whatever the weights are', () => {
    fc.assert(
      fc.property(
        arbitraryDag,
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }),
        (dag, ns) => {
          const graph = eventGraph(dag);
          const { delayNs, workNs } = weightsOf(dag);
          const isSource = (event: number): boolean => graph.blocker[event] < 0;
          for (const node of nodesOf(dag)) {
            if (!isSource(graph.numbers.start[node])) delayNs[node] = ns[node];
            workNs[node] = ns[node + 10];
          }
          const naive = new NaiveSchedule(dag);
          const times = naive.times((event) => {
            const at = event.node < 0 ? dag.size : event.node;
            return event.isStart ? delayNs[at] : workNs[at];
          });
          const retimed = retime(dag, { delayNs, workNs });
          expect(retimed.untilNs).toBe(times.get('E-1'));
          for (const node of nodesOf(dag)) {
            expect(retimed.startNs[node] - dag.startNs[node] + naive.s(node)).toBe(times.get(`S${node}`));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('numbers predecessors first and stays within 3V events and 4V + E edges', () => {
    law((dag) => {
      const { predecessors, numbers } = eventGraph(dag);
      for (let event = 0; event < numbers.count; event++) {
        const row = predecessors.targets.subarray(predecessors.offsets[event], predecessors.offsets[event + 1]);
        expect(row.every((before) => before < event)).toBe(true);
      }
      expect(numbers.count).toBeLessThanOrEqual(3 * (dag.size + 1));
      expect(predecessors.targets.length).toBeLessThanOrEqual(4 * (dag.size + 1) + dag.edges.from.length);
    });
  });
});

describe('the critical path', () => {
  it('covers the wall time of the run, end to end', () => {
    law((dag) => {
      const segments = [...segmentsOf(criticalPath(dag))];
      const bounds = [dag.fromNs, ...segments.map(({ toNs }) => toNs)];
      expect(segments.map(({ fromNs }) => fromNs)).toEqual(bounds.slice(0, -1));
      expect(bounds.at(-1)).toBe(Math.max(dag.untilNs, dag.fromNs));
      expect(segments.every(({ fromNs, toNs }) => fromNs < toNs)).toBe(true);
    });
  });

  it('passes only through events that are the latest predecessor of the next', () => {
    law((dag) => {
      const naive = new NaiveSchedule(dag);
      // Any walk by the latest predecessor stops at the same instants wherever time passes, unless there are ties.
      let event = naive.E(-1);
      const stops = [event.atNs];
      let hasTie = false;
      while (event.before.length > 0) {
        const latest = Math.max(...event.before.map(({ atNs }) => atNs));
        const candidates = event.before.filter(({ atNs }) => atNs === latest);
        hasTie ||= candidates.length > 1;
        [event] = candidates;
        stops.push(event.atNs);
      }
      if (hasTie) return;
      const inside = [...new Set(stops)].filter((ns) => ns > dag.fromNs).toReversed();
      expect([...criticalPath(dag).toNs]).toEqual(inside);
    });
  });

  it('names executions, never joins', () => {
    law((dag) => {
      const { node, isOnPath } = criticalPath(dag);
      expect(node.every((owner) => owner < dag.executionCount)).toBe(true);
      expect(isOnPath.subarray(dag.executionCount).every((is) => is === 0)).toBe(true);
    });
  });

  it('adds up along the tree', () => {
    law((dag) => {
      const path = criticalPath(dag);
      const roots = nodesOf(dag).filter((node) => dag.parent[node] < 0);
      const ofRun = [...segmentsOf(path)].filter(({ node }) => node < 0);
      const total =
        roots.reduce((sum, node) => sum + path.onPathNs[node], 0) +
        ofRun.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
      expect(total).toBe(Math.max(0, dag.untilNs - dag.fromNs));
    });
  });
});

describe('retiming', () => {
  it('by nothing gives the observed times', () => {
    law((dag) => {
      const { startNs, endNs, untilNs } = retime(dag, weightsOf(dag));
      expect(startNs).toEqual(dag.startNs);
      expect(endNs).toEqual(dag.endNs.map((ns, node) => Math.max(ns, dag.startNs[node])));
      expect(untilNs).toBe(Math.max(dag.untilNs, dag.fromNs));
      expect(editedWeights(dag, [])).toEqual(weightsOf(dag));
    });
  });
});

describe('slack', () => {
  it('is what an execution may take longer, and not one more', () => {
    law((dag) => {
      const { slackNs } = slack(dag);
      expect(slackNs.every((ns) => ns >= 0)).toBe(true);
      expect(endsOf(dag, (node, byNs) => withWork(dag, node, byNs), slackNs)).toEqual(promised(dag, slackNs));
    });
  });

  it('at the start is what an execution may be late', () => {
    law((dag) => {
      const { startSlackNs } = slack(dag);
      expect(endsOf(dag, (node, byNs) => withDelay(dag, node, byNs), startSlackNs)).toEqual(
        promised(dag, startSlackNs),
      );
    });
  });

  it('is the same at start and end without children', () => {
    law((dag) => {
      const { slackNs, startSlackNs } = slack(dag);
      const leaves = nodesOf(dag).filter((node) => !dag.parent.includes(node));
      expect(leaves.map((node) => startSlackNs[node])).toEqual(leaves.map((node) => slackNs[node]));
    });
  });

  it('is free if nothing else moves: the least of what is ready next', () => {
    law((dag) => {
      const naive = new NaiveSchedule(dag);
      const { freeSlackNs, slackNs } = slack(dag);
      for (const node of nodesOf(dag)) {
        const waiting = naive.events.filter(({ before }) => before.includes(naive.E(node)));
        const ready = Math.min(...waiting.map(({ atNs, weightNs }) => atNs - weightNs));
        expect(freeSlackNs[node]).toBe(ready - naive.e(node));
        expect(freeSlackNs[node]).toBeLessThanOrEqual(slackNs[node]);
      }
    });
  });

  it('is zero on the path: at the end of what worked, at the start of what waited', () => {
    law((dag) => {
      const { slackNs, startSlackNs } = slack(dag);
      const owned = [...segmentsOf(criticalPath(dag))].filter(({ node }) => node >= 0);
      const ends = owned.filter(({ kind }) => kind === 'self' || kind === 'tail').map(({ node }) => slackNs[node]);
      const starts = owned.filter(({ kind }) => kind === 'delay').map(({ node }) => startSlackNs[node]);
      expect([...ends, ...starts].every((ns) => ns === 0)).toBe(true);
    });
  });
});

describe('waits', () => {
  it('name the latest predecessor, by the rules for ties', () => {
    law((dag) => {
      const naive = new NaiveSchedule(dag);
      const expected = nodesOf(dag).map((node) => {
        let blocker = naive.blockerOf(node);
        while (blocker >= dag.executionCount) blocker = naive.blockerOf(blocker);
        return blocker;
      });
      expect([...waits(dag).blocker]).toEqual(expected);
    });
  });

  it('name an execution that had ended when the other was ready, a sibling if implied', () => {
    law((dag) => {
      const { blocker, readyNs, isImplied } = waits(dag);
      const naive = new NaiveSchedule(dag);
      expect([...readyNs]).toEqual(nodesOf(dag).map((node) => naive.s(node) - naive.S(node).weightNs));
      const waiting = nodesOf(dag).filter((node) => blocker[node] >= 0);
      for (const node of waiting) {
        expect(blocker[node]).toBeLessThan(dag.executionCount);
        expect(naive.e(blocker[node])).toBeLessThanOrEqual(readyNs[node]);
      }
      const implied = waiting.filter((node) => isImplied[node] === 1);
      expect(implied.map((node) => dag.parent[blocker[node]])).toEqual(implied.map((node) => dag.parent[node]));
    });
  });
});

it('does not depend on the order in which executions and edges come', () => {
  fc.assert(
    fc.property(arbitraryDrawing, fc.infiniteStream(fc.nat()), ({ drawn, run }, ranks) => {
      const rankOf = new Map(drawn.map(({ id }) => [id, ranks.next().value]));
      const shuffled = drawn.toSorted((a, b) => (rankOf.get(a.id) ?? 0) - (rankOf.get(b.id) ?? 0));
      const turned = shuffled.map((row) => ({ ...row, needs: row.needs?.toReversed() ?? [] }));
      const [dag, other] = [dagOf(drawn, run).dag, dagOf(turned, run).dag];
      expect(criticalPath(other)).toEqual(criticalPath(dag));
      expect(slack(other)).toEqual(slack(dag));
      expect(waits(other)).toEqual(waits(dag));
      expect(drag(other)).toEqual(drag(dag));
    }),
    { numRuns: 1000 },
  );
});
