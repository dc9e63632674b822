import { describe, expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { criticalPath, segmentsOf } from './critical-path.ts';

type Run = Parameters<typeof dagOf>[1];
const x = (id: string, startNs: number, endNs: number, rest: Partial<Drawn> = {}): Drawn => ({
  id,
  startNs,
  endNs,
  ...rest,
});
const pathOf = (drawn: readonly Drawn[], run?: Run): string[] => {
  const { dag, ids } = dagOf(drawn, run);
  return [...segmentsOf(criticalPath(dag))].map(
    ({ node, kind, fromNs, toNs }) => `${node < 0 ? 'run' : ids[node]} ${kind} ${fromNs}-${toNs}`,
  );
};

// run  |================================================================================|  0..80
// A    |==================================================|                                0..50
//   a1 |=========|                                                                         0..10
//   a2                                  |..==============|          <- b1                 32..48
// B    |================================================================================|  0..80
//   b1            |..================|                               <- a1                12..30
//   b2                                                     |..======================|----| 50..75, <- a2, tail 5
const crossing = [
  x('A', 0, 50),
  x('a1', 0, 10, { parent: 'A' }),
  x('a2', 32, 48, { parent: 'A', needs: ['b1'] }),
  x('B', 0, 80),
  x('b1', 12, 30, { parent: 'B', needs: ['a1'] }),
  x('b2', 50, 75, { parent: 'B', needs: ['a2'] }),
];

describe('edges between executions of different parents', () => {
  it('are followed into the middle of an execution and out again', () => {
    expect(pathOf(crossing)).toEqual([
      'a1 self 0-10',
      'b1 delay 10-12',
      'b1 self 12-30',
      'a2 delay 30-32',
      'a2 self 32-48',
      'b2 delay 48-50',
      'b2 self 50-75',
      'B tail 75-80',
    ]);
  });

  it('count for everything above as time on the path', () => {
    const { dag, nodeOf } = dagOf(crossing);
    const { isOnPath, onPathNs, inferredShare } = criticalPath(dag);
    const of = (id: string): number => nodeOf.get(id) ?? -1;
    expect([...isOnPath]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(['A', 'B', 'a1', 'b1'].map((id) => onPathNs[of(id)])).toEqual([28, 52, 10, 20]);
    expect(inferredShare).toBe(0);
  });
});

describe('time of the parent', () => {
  it('is head before the first child, gap between two, tail after the last', () => {
    const run = [x('p', 0, 10), x('a', 1, 4, { parent: 'p' }), x('b', 5, 9, { parent: 'p' })];
    expect(pathOf(run)).toEqual(['p head 0-1', 'a self 1-4', 'p gap 4-5', 'b self 5-9', 'p tail 9-10']);
    expect(criticalPath(dagOf(run).dag).inferredShare).toBe(1);
  });

  it('is delay of the child where the level is planned', () => {
    const run = [x('p', 0, 10, { isPlanned: true }), x('a', 1, 4, { parent: 'p' }), x('b', 5, 9, { parent: 'p' })];
    expect(pathOf(run)).toEqual(['b delay 0-5', 'b self 5-9', 'p tail 9-10']);
  });

  it('belongs to the run above roots', () => {
    expect(pathOf([x('a', 1, 4), x('b', 5, 9)], { untilNs: 10 })).toEqual([
      'run head 0-1',
      'a self 1-4',
      'run gap 4-5',
      'b self 5-9',
      'run tail 9-10',
    ]);
  });
});

describe('siblings that touch', () => {
  it('are both on the path', () => {
    const run = [x('p', 0, 9), x('a', 0, 4, { parent: 'p' }), x('b', 4, 9, { parent: 'p' })];
    expect(pathOf(run)).toEqual(['a self 0-4', 'b self 4-9']);
  });

  it('accepts: retries back to back', () => {
    const run = [x('try 1', 0, 3), x('try 2', 3, 6, { needs: ['try 1'] }), x('try 3', 6, 9, { needs: ['try 2'] })];
    expect(pathOf(run)).toEqual(['try 1 self 0-3', 'try 2 self 3-6', 'try 3 self 6-9']);
  });

  it('are apart when they overlap by the least', () => {
    expect(pathOf([x('a', 0, 4), x('b', 3, 9)])).toEqual(['run head 0-3', 'b self 3-9']);
  });
});

describe('children that do not fit', () => {
  it('accepts: a child at time 0', () => {
    expect(pathOf([x('p', 0, 5), x('a', 0, 3, { parent: 'p' })])).toEqual(['a self 0-3', 'p tail 3-5']);
  });

  it('are clipped where they reach beyond the parent', () => {
    const run = [x('p', 2, 8), x('wide', 0, 12, { parent: 'p' })];
    expect(pathOf(run, { untilNs: 8 })).toEqual(['run head 0-2', 'wide self 2-8']);
  });

  it('are not waited for when they lie outside', () => {
    expect(pathOf([x('p', 0, 5), x('late', 6, 9, { parent: 'p' })], { untilNs: 5 })).toEqual(['p self 0-5']);
  });

  it('are not waited for when declared asynchronous, unless an edge says so', () => {
    const async = [x('p', 0, 30), x('sent', 10, 20, { parent: 'p', isAsync: true })];
    expect(pathOf(async)).toEqual(['p self 0-30']);
    expect(pathOf([...async, x('join', 22, 28, { parent: 'p', needs: ['sent'] })])).toEqual([
      'p head 0-10',
      'sent self 10-20',
      'join delay 20-22',
      'join self 22-28',
      'p tail 28-30',
    ]);
  });

  it('start the path at the run where they started before it', () => {
    const run = [x('early', -4, 5, { isAsync: true }), x('p', 0, 9), x('b', 6, 9, { parent: 'p', needs: ['early'] })];
    expect(pathOf(run)).toEqual(['early self 0-5', 'b delay 5-6', 'b self 6-9']);
  });
});

describe('ties', () => {
  it('go to the execution without length, then the longer, then the smaller id', () => {
    const through = (...drawn: Drawn[]): string[] =>
      pathOf([...drawn, x('z', 5, 7)]).filter((segment) => segment.includes('-5'));
    expect(through(x('b', 2, 5), x('a', 3, 5))).toEqual(['b self 2-5']);
    expect(through(x('b', 2, 5), x('a', 2, 5))).toEqual(['a self 2-5']);
    expect(through(x('b', 2, 5), x('cached', 5, 5))).toEqual(['b self 2-5']);
  });

  it('go to a recorded edge before an implied one', () => {
    const run = [x('P', 0, 4), x('a', 1, 4, { parent: 'P' }), x('b', 0, 4), x('c', 4, 6, { needs: ['a'] })];
    expect(pathOf(run)).toContain('a self 1-4');
  });
});

describe('joins', () => {
  const all = [
    x('a', 0, 3),
    x('b', 0, 5),
    x('join', 5, 5, { isJoin: true, needs: ['a', 'b'] }),
    x('c', 6, 9, { needs: ['join'] }),
  ];

  it('are passed through without a name', () => {
    expect(pathOf(all)).toEqual(['b self 0-5', 'c delay 5-6', 'c self 6-9']);
  });

  it('leave time before them to the parent', () => {
    const late = all.with(2, x('join', 6, 6, { isJoin: true, needs: ['a', 'b'] }));
    expect(pathOf(late)).toEqual(['b self 0-5', 'run gap 5-6', 'c self 6-9']);
  });
});

describe('runs of little', () => {
  it('accepts: nothing', () => {
    expect(pathOf([], { untilNs: 0 })).toEqual([]);
    expect(pathOf([], { untilNs: 4 })).toEqual(['run self 0-4']);
  });

  it('accepts: a run without length', () => {
    expect(pathOf([x('a', 0, 0), x('b', 0, 0, { needs: ['a'] })])).toEqual([]);
  });

  it('is computed once', () => {
    const { dag } = dagOf(crossing);
    expect(criticalPath(dag)).toBe(criticalPath(dag));
  });
});
