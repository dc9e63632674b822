import { describe, expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { criticalPath, segmentsOf } from './critical-path.ts';
import { drag } from './drag.ts';
import { scheduleNotes } from './schedule-notes.ts';
import { slack } from './slack.ts';
import type { TimedDag } from './timed-dag.ts';

const x = (id: string, startNs: number, endNs: number, rest: Partial<Drawn> = {}): Drawn => ({
  id,
  startNs,
  endNs,
  ...rest,
});
const pathOf = (drawn: readonly Drawn[]): string[] => {
  const { dag, ids } = dagOf(drawn);
  return [...segmentsOf(criticalPath(dag))].map(
    ({ node, kind, fromNs, toNs }) => `${node < 0 ? 'run' : ids[node]} ${kind} ${fromNs}-${toNs}`,
  );
};
const many = (size: number, times: (node: number) => readonly [number, number], parent: (node: number) => number) => {
  const dag: TimedDag = {
    size,
    executionCount: size,
    startNs: new Float64Array(size).map((_, node) => times(node)[0]),
    endNs: new Float64Array(size).map((_, node) => times(node)[1]),
    parent: new Int32Array(size).map((_, node) => parent(node)),
    edges: { from: new Uint32Array(), to: new Uint32Array() },
    isAsync: new Uint8Array(size),
    isPlanned: new Uint8Array(size + 1),
    fromNs: 0,
    untilNs: Math.max(times(0)[1], times(size - 1)[1]),
  };
  return dag;
};

/** What trace viewers and schedulers are known to get wrong, each as a run that they fail on. */
describe('a run that others fail on', () => {
  it('siblings that touch: the first is lost where an end must lie before a start', () => {
    const run = [x('p', 0, 9), x('b', 0, 4, { parent: 'p' }), x('c', 4, 9, { parent: 'p' })];
    expect(pathOf(run)).toEqual(['b self 0-4', 'c self 4-9']);
  });

  it('retries back to back: all but the last are lost', () => {
    const retries = [
      x('call', 0, 9),
      x('try 1', 0, 3, { parent: 'call' }),
      x('try 2', 3, 6, { parent: 'call', needs: ['try 1'] }),
      x('try 3', 6, 9, { parent: 'call', needs: ['try 2'] }),
    ];
    expect(pathOf(retries)).toEqual(['try 1 self 0-3', 'try 2 self 3-6', 'try 3 self 6-9']);
    expect([...drag(dagOf(retries).dag).dragNs]).toEqual([3, 9, 3, 3]);
  });

  it('a child at time 0: the walk never ends where 0 means "none"', () => {
    expect(pathOf([x('p', 0, 5), x('a', 0, 3, { parent: 'p' })])).toEqual(['a self 0-3', 'p tail 3-5']);
  });

  it('100,000 siblings one after the other: quadratic, or out of stack', () => {
    const dag = many(
      100_001,
      (node) => (node === 0 ? [0, 300_000] : [3 * node - 3, 3 * node]),
      (node) => (node === 0 ? -1 : 0),
    );
    expect(criticalPath(dag).node).toHaveLength(100_000);
    expect(slack(dag).slackNs.every((ns) => ns === 0)).toBe(true);
    expect(drag(dag).dragNs.every((ns, node) => ns === (node === 0 ? 300_000 : 3))).toBe(true);
  });

  it('a chain 100,000 deep: out of stack', () => {
    const size = 100_000;
    const dag = many(
      size,
      (node) => [node, 2 * size - node],
      (node) => node - 1,
    );
    expect(criticalPath(dag).node).toHaveLength(2 * size - 1);
    expect(slack(dag).slackNs.every((ns) => ns === 0)).toBe(true);
    expect(drag(dag).dragNs.every((ns, node) => ns === 2 * size - 2 * node)).toBe(true);
  });

  it('a root that only follows from another: taken for a second trace, so that there is no path', () => {
    const run = [
      x('request', 0, 4),
      x('job', 5, 9, { needs: ['request'], isAsync: true }),
      x('answer', 9, 10, { needs: ['job'] }),
    ];
    expect(pathOf(run)).toEqual(['request self 0-4', 'job delay 4-5', 'job self 5-9', 'answer self 9-10']);
    const { dag } = dagOf([x('request', 0, 4), x('job', 5, 9)]);
    expect([...segmentsOf(criticalPath(dag))].map(({ node, kind }) => [node, kind])).toEqual([
      [0, 'self'],
      [-1, 'gap'],
      [1, 'self'],
    ]);
  });

  it('a child that covers its parent on both sides: dropped', () => {
    const run = [x('before', 0, 2), x('p', 2, 8), x('wide', 1, 8, { parent: 'p' })];
    expect(pathOf(run)).toEqual(['before self 0-2', 'wide self 2-8']);
  });

  it('siblings that overlap by the least: counted twice, so that times do not add up', () => {
    const run = [x('p', 0, 600), x('a', 0, 305, { parent: 'p' }), x('b', 300, 600, { parent: 'p' })];
    const { fromNs, toNs } = criticalPath(dagOf(run).dag);
    expect(toNs.reduce((sum, ns, at) => sum + ns - fromNs[at], 0)).toBe(600);
  });

  it('messages to and fro between two callers: a cycle where edges are lifted to the callers', () => {
    const run = [
      x('A', 0, 10),
      x('B', 0, 10),
      x('ask', 0, 2, { parent: 'A' }),
      x('hear', 3, 5, { parent: 'B', needs: ['ask'] }),
      x('learn', 6, 10, { parent: 'A', needs: ['hear'] }),
    ];
    expect(scheduleNotes(dagOf(run).dag).dropped.from).toHaveLength(0);
    expect(pathOf(run)).toEqual([
      'ask self 0-2',
      'hear delay 2-3',
      'hear self 3-5',
      'learn delay 5-6',
      'learn self 6-10',
    ]);
  });

  it('a task with two successors, one looser: its slack is that of the stricter', () => {
    const run = [x('a', 0, 5), x('strict', 5, 10, { needs: ['a'] }), x('loose', 5, 6, { needs: ['a'] })];
    const { dag, nodeOf } = dagOf(run);
    expect(slack(dag).slackNs[nodeOf.get('a') ?? -1]).toBe(0);
    expect(slack(dag).slackNs[nodeOf.get('loose') ?? -1]).toBe(4);
  });
});
