import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf, type RunView } from '@faultline/core';
import { eventGraph, withScheduleOptions } from '@faultline/graph';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import type { Edit } from './edit.ts';
import { editPlan } from './edit-plan.ts';
import { editedGraph } from './edited-graph.ts';
import { knownSteps, whatIf } from './what-if.ts';

/** Siblings may overlap by 1 ms and still follow each other: "rank" follows "parse", which it overlaps. */
const tolerant = (run: RunView): RunView => withScheduleOptions(run, { overlapTolerance: { ns: 1e6 } });
const run = tolerant(
  viewOf(gantt`
    fetch: ===
    parse:    =====
    rank :        ====
  `),
);
const afterMs = (...edits: Edit[]): number => whatIf(run, edits).afterMs;

describe('what follows with an overlap', () => {
  it('is as it was without a change', () => {
    expect(afterMs()).toBe(11);
  });

  it('moves with what it follows, and overlaps it as much', () => {
    expect(afterMs({ kind: 'scale', stepId: 'parse', factor: 0.6 })).toBe(9);
    expect(afterMs({ kind: 'replace', stepId: 'fetch', durationMs: 0 })).toBe(8);
  });

  it('need not follow', () => {
    // It still starts after "parse" did.
    expect(afterMs({ kind: 'drop-edge', from: 'parse', to: 'rank' })).toBe(8);
    expect(whatIf(run, [{ kind: 'drop-edge', from: 'parse', to: 'rank' }]).notes).toEqual([]);
  });

  it('keeps its events where others are numbered anew', () => {
    const plan = editPlan([{ kind: 'drop-edge', from: 'fetch', to: 'parse' }], knownSteps([run]));
    const { numbers, observedNs, nodeOf } = editedGraph(run, plan, eventGraph(run)).graph;
    const nearlyEnded = numbers.nearlyEnded[2];
    expect([nodeOf[nearlyEnded], observedNs[nearlyEnded]]).toEqual([1, 7e6]);
  });
});

it('changes nothing of any run without a change', () => {
  fc.assert(
    fc.property(arbitraryRun, (any) => {
      expect(whatIf(tolerant(viewOf(any)), []).gainMs).toBe(0);
    }),
    { numRuns: 500 },
  );
});
