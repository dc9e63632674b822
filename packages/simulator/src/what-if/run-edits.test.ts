import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf, type RunView } from '@faultline/core';
import { eventGraph, eventTimes, eventWeights } from '@faultline/graph';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import { attemptRecord } from './attempt-record.ts';
import { editPlan } from './edit-plan.ts';
import { editedGraph } from './edited-graph.ts';
import type { Edit } from './edit.ts';
import { runEdits } from './run-edits.ts';
import { knownSteps, whatIf } from './what-if.ts';

/** How long every execution takes after changes to its time, in nanoseconds. */
function durationsNs(run: RunView, ...edits: readonly Edit[]): readonly number[] {
  const plan = editPlan(edits, knownSteps([run]));
  const { graph } = editedGraph(run, plan);
  const { weights } = runEdits(run, plan, graph, (stepId) => attemptRecord([run], stepId));
  const timeNs = eventTimes(graph, eventWeights(graph, weights), run.fromNs);
  return run.executions.map((_, node) => timeNs[graph.numbers.end[node]] - timeNs[graph.numbers.start[node]]);
}
const durationsMs = (run: RunView, ...edits: readonly Edit[]): readonly number[] =>
  durationsNs(run, ...edits).map((ns) => ns / 1e6);

const sequence = viewOf(gantt`
  agent  : ==========
    fetch: =====
    parse:      =====
`);
const dropped: Edit = { kind: 'drop-edge', from: 'fetch', to: 'parse' };

describe('a step that is nested in itself', () => {
  const recursive = viewOf(gantt`
    agent[a]   : ==========
      agent[b] : .========.
  `);

  it('is changed once, at its outermost execution', () => {
    expect(durationsMs(recursive, { kind: 'scale', stepId: 'agent', factor: 0.5 })).toEqual([5, 4]);
    expect(durationsMs(recursive, { kind: 'replace', stepId: 'agent', durationMs: 5 })).toEqual([5, 4]);
    expect(whatIf(recursive, [{ kind: 'scale', stepId: 'agent', factor: 0.5 }]).afterMs).toBe(5);
  });
});

describe('a group whose edges change as well', () => {
  it('is measured by what it takes without them', () => {
    expect(durationsMs(sequence, dropped)).toEqual([5, 5, 5]);
    expect(durationsMs(sequence, dropped, { kind: 'timeout', stepId: 'agent', timeoutMs: 4 })).toEqual([4, 4, 4]);
    expect(durationsMs(sequence, dropped, { kind: 'replace', stepId: 'agent', durationMs: 6 })).toEqual([6, 6, 6]);
    expect(whatIf(sequence, [dropped, { kind: 'cache', stepId: 'agent', hitRate: 1, hitCostMs: 3 }]).afterMs).toBe(3);
  });
});

describe('timeouts in each other', () => {
  it('are judged from the inside', () => {
    const inner: Edit = { kind: 'timeout', stepId: 'fetch', timeoutMs: 1 };
    const plan = [inner, { kind: 'timeout', stepId: 'agent', timeoutMs: 7 }] as const;
    expect(durationsMs(sequence, ...plan)).toEqual([1, 6, 5]);
    expect(whatIf(sequence, plan).notes).toEqual([
      'Step "fetch" takes longer than 1 ms and fails there; nobody tries again, and what follows may not run.',
    ]);
    expect(durationsMs(sequence, inner, { kind: 'timeout', stepId: 'agent', timeoutMs: 3 })).toEqual([0.5, 3, 2.5]);
  });
});

describe('further attempts', () => {
  it('leave what is below a group as other changes made it', () => {
    const failed = viewOf(gantt`
      g  : ==========x
        a: ==========
    `);
    const again: Edit = { kind: 'retries', stepId: 'g', maxAttempts: 2 };
    expect(whatIf(failed, [again]).afterMs).toBe(22);
    expect(whatIf(failed, [again, { kind: 'scale', stepId: 'a', factor: 0.1 }]).afterMs).toBe(13);
  });

  it('are like those before under the same changes', () => {
    const slow = viewOf(gantt`
      g#1: =x
      g#2:   ====
    `);
    // Both attempts fail, after 2 and 3 ms, and so does the third, after 2.5 on average and no pause.
    const { afterMs, failProbability, notes } = whatIf(slow, [
      { kind: 'timeout', stepId: 'g', timeoutMs: 3 },
      { kind: 'retries', stepId: 'g', maxAttempts: 3 },
    ]);
    expect([afterMs, failProbability]).toEqual([7.5, 1]);
    expect(notes).toEqual([
      'A further attempt at step "g" is taken to succeed in 0 % of cases, as did those before (1).',
    ]);
  });
});

it('fails as often as the cache does not answer', () => {
  const run = viewOf(gantt`g: ==========`);
  const failProbability = (hitRate: number): number =>
    whatIf(run, [
      { kind: 'cache', stepId: 'g', hitRate, hitCostMs: 1 },
      { kind: 'timeout', stepId: 'g', timeoutMs: 5 },
    ]).failProbability;
  expect([0, 0.25, 1].map(failProbability)).toEqual([1, 0.75, 0]);
});

describe('whatever the run looks like', () => {
  const steps = fc.constantFrom('fetch', 'parse', 'rank', '__proto__');
  const law = (holds: (run: RunView, stepId: string, ms: number, edges: readonly Edit[]) => void): void => {
    fc.assert(
      fc.property(arbitraryRun, steps, fc.nat(30), fc.option(fc.tuple(steps, steps)), (run, stepId, ms, edge) => {
        const view = viewOf(run);
        const known = knownSteps([view]);
        if (!known.has(stepId)) return;
        const isDropped = edge !== null && known.has(edge[0]) && known.has(edge[1]);
        holds(view, stepId, ms, isDropped ? [{ kind: 'drop-edge', from: edge[0], to: edge[1] }] : []);
      }),
      { numRuns: 1000 },
    );
  };

  it('each outermost execution takes so long after "replace"', () => {
    law((run, stepId, ms, edges) => {
      const after = durationsNs(run, { kind: 'replace', stepId, durationMs: ms }, ...edges);
      for (const node of outermost(run, stepId)) expect(after[node]).toBe(ms * 1e6);
    });
  });

  it('none takes longer than "timeout" says', () => {
    law((run, stepId, ms, edges) => {
      const after = durationsNs(run, { kind: 'timeout', stepId, timeoutMs: ms }, ...edges);
      for (const execution of started(run, stepId)) expect(after[run.nodeOf(execution)]).toBeLessThanOrEqual(ms * 1e6);
    });
  });

  it('none takes longer than timeouts of two steps say', () => {
    law((run, stepId, ms, edges) => {
      const others = run.executions.map((execution) => execution.stepId).filter((other) => other !== stepId);
      const limits = new Map([[stepId, ms], ...others.slice(0, 1).map((other) => [other, ms / 2] as const)]);
      const timeouts = [...limits].map(([of, timeoutMs]): Edit => ({ kind: 'timeout', stepId: of, timeoutMs }));
      const after = durationsNs(run, ...timeouts, ...edges);
      for (const [of, timeoutMs] of limits)
        for (const execution of started(run, of))
          expect(after[run.nodeOf(execution)]).toBeLessThanOrEqual(timeoutMs * 1e6);
    });
  });

  it('each outermost execution takes so many times as long after "scale"', () => {
    let checked = 0;
    law((run, stepId, ms, edges) => {
      const factor = ms / 10;
      const before = durationsNs(run, ...edges);
      const after = durationsNs(run, { kind: 'scale', stepId, factor }, ...edges);
      for (const node of outermost(run, stepId)) {
        // What waits for others outside of its group is not in its own hands.
        if (isCrossed(run, node)) continue;
        checked++;
        expect(Math.abs(after[node] - factor * before[node])).toBeLessThanOrEqual(run.size + 1);
      }
    });
    expect(checked).toBeGreaterThan(500);
  });
});

const started = (run: RunView, stepId: string) =>
  run.executionsOf(stepId).filter(({ status }) => status !== 'skipped' && status !== 'pending');

function outermost(run: RunView, stepId: string): readonly number[] {
  const own = new Set(started(run, stepId).map((execution) => run.nodeOf(execution)));
  return [...own].filter((node) => !ancestorsOf(run, node).some((above) => own.has(above)));
}

function ancestorsOf({ parent }: RunView, node: number): readonly number[] {
  const above: number[] = [];
  for (let next = parent[node]; next >= 0; next = parent[next]) above.push(next);
  return above;
}

/** Whether something below it waits for something beside it. */
function isCrossed(run: RunView, group: number): boolean {
  const { predecessors, nodeOf } = eventGraph(run);
  const isInside = (node: number): boolean =>
    node === group || (node < run.size && ancestorsOf(run, node).includes(group));
  for (let event = 0; event < nodeOf.length; event++) {
    const node = nodeOf[event];
    if (node === group || !isInside(node)) continue;
    const row = predecessors.targets.subarray(predecessors.offsets[event], predecessors.offsets[event + 1]);
    if (row.some((before) => !isInside(nodeOf[before]))) return true;
  }
  return false;
}
