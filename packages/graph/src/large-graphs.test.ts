import { describe, expect, it } from 'vitest';
import { ascending } from './ascending.ts';
import { criticalPath } from './critical-path.ts';
import { cycles } from './cycles.ts';
import { definitionGraph } from './definition-graph.ts';
import { definitionCycles, definitionOrder, reducedDefinition } from './definition-structure.ts';
import { descendants } from './reachability.ts';
import { retime, weightsOf } from './retime.ts';
import { rowsOf, type Rows } from './rows.ts';
import { slack } from './slack.ts';
import { stronglyConnectedComponents } from './strongly-connected-components.ts';
import type { TimedDag } from './timed-dag.ts';
import { topologicalOrder } from './topological-order.ts';
import { transitiveReduction } from './transitive-reduction.ts';
import { waits } from './waits.ts';

const CHAIN = 100_000;
const FAN = 1_000_000;

const chain: Rows = rowsOf(CHAIN, { from: ascending(CHAIN - 1), to: ascending(CHAIN).subarray(1) });
const fan: Rows = rowsOf(FAN + 1, { from: new Uint32Array(FAN), to: ascending(FAN + 1).subarray(1) });

const dagOfTimes = (size: number, times: (node: number) => readonly [number, number], parent: Int32Array): TimedDag => {
  const startNs = new Float64Array(size);
  const endNs = new Float64Array(size);
  for (let node = 0; node < size; node++) [startNs[node], endNs[node]] = times(node);
  return {
    size,
    executionCount: size,
    startNs,
    endNs,
    parent,
    edges: { from: new Uint32Array(), to: new Uint32Array() },
    isAsync: new Uint8Array(size),
    isPlanned: new Uint8Array(size + 1),
    fromNs: 0,
    untilNs: endNs.reduce((latest, ns) => Math.max(latest, ns), 0),
  };
};

describe('a chain of 100,000', () => {
  it('is ordered, searched for cycles, reached and reduced', () => {
    expect(topologicalOrder(chain).order).toHaveLength(CHAIN);
    expect(stronglyConnectedComponents(chain).count).toBe(CHAIN);
    expect(cycles(chain)).toEqual([]);
    expect(descendants(chain, [0]).reduce((sum, is) => sum + is, 0)).toBe(CHAIN - 1);
    expect(transitiveReduction(chain)).toEqual(chain);
  });

  it('closed to a ring is one cycle', () => {
    const ring = rowsOf(CHAIN, { from: ascending(CHAIN), to: ascending(CHAIN).map((node) => (node + 1) % CHAIN) });
    expect(cycles(ring).map(({ length }) => length)).toEqual([CHAIN]);
  });

  it('is a definition', () => {
    const steps = Array.from({ length: CHAIN }, (_, at) => ({
      id: `step ${at}`,
      dependencies: at === 0 ? [] : [{ on: `step ${at - 1}` }],
    }));
    const graph = definitionGraph(steps);
    expect(definitionCycles(graph)).toEqual([]);
    expect(definitionOrder(graph)).toHaveLength(CHAIN);
    expect(reducedDefinition(graph)?.edgeCount()).toBe(CHAIN - 1);
  });
});

it('a fan-out of 1,000,000 is ordered, searched for cycles, reached and reduced', () => {
  expect(topologicalOrder(fan).order).toHaveLength(FAN + 1);
  expect(cycles(fan)).toEqual([]);
  expect(descendants(fan, [0])[FAN]).toBe(1);
  expect(transitiveReduction(fan)?.targets).toHaveLength(FAN);
});

describe('a run', () => {
  it.for([
    ['100,000 siblings one after the other', CHAIN, (node: number) => [node * 3, node * 3 + 3] as const, false, CHAIN],
    ['a nest 100,000 deep', CHAIN, (node: number) => [node, 2 * CHAIN - node] as const, true, 2 * CHAIN - 1],
    ['a fan-out of 1,000,000', FAN, (node: number) => [node >> 4, FAN + (node & 15)] as const, false, 1],
  ] satisfies [string, number, (node: number) => readonly [number, number], boolean, number][])(
    'of %s has path, slack, waits and other times',
    ([, size, times, isNest, segments]) => {
      const parent = isNest ? Int32Array.from(ascending(size), (node) => node - 1) : new Int32Array(size).fill(-1);
      const dag = dagOfTimes(size, times, parent);
      const path = criticalPath(dag);
      expect(path.node).toHaveLength(segments);
      expect(path.toNs.at(-1)).toBe(dag.untilNs);
      expect(slack(dag).slackNs.every((ns) => ns >= 0)).toBe(true);
      expect(waits(dag).blocker).toHaveLength(size);
      expect(retime(dag, weightsOf(dag)).endNs).toEqual(dag.endNs);
    },
  );
});
