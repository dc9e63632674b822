import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisEngine, sectionOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { arbitraryRun, gantt, runOf } from '@faultline/plugin-testkit';
import schedule, { criticalPathSection } from './index.ts';

const analyzed = async (run: Run, options: { maxSegments?: number; maxSteps?: number } = {}) => {
  const engine = new AnalysisEngine([schedule], { rules: { 'schedule/critical-path': { options } } });
  const report = await engine.analyze(run);
  const section = report.sections.find(({ id }) => id === 'schedule/critical-path');
  return { value: sectionOf(report, criticalPathSection), blocks: section?.blocks ?? [] };
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('critical path', () => {
  it('follows what the end of the run waited for', async () => {
    const { value, blocks } = await analyzed(gantt`
      fetch : ==
      parse :   =====     <- fetch
      lab   :   ==        <- fetch
      report:         ==  <- parse, lab
    `);
    expect(value).toMatchObject({
      makespanMs: 10,
      segments: 4,
      path: {
        executionIds: ['fetch', 'parse', 'report'],
        stepIds: ['fetch', 'parse', 'report'],
        owners: [0, 1, 2, 2],
        kinds: ['self', 'self', 'delay', 'self'],
        untilMs: [2, 7, 8, 10],
      },
      steps: [
        { stepId: 'parse', onPathMs: 5, waitingMs: 0, share: 0.5 },
        { stepId: 'report', onPathMs: 3, waitingMs: 1, share: 0.3 },
        { stepId: 'fetch', onPathMs: 2, waitingMs: 0, share: 0.2 },
      ],
      inferredShare: 0,
    });
    expect(blocks[0]).toEqual({ type: 'text', text: 'fetch > parse > report' });
  });

  it('counts attempts that follow each other', async () => {
    const { blocks } = await analyzed(gantt`
      fetch  : ==x
      fetch#2:    ==x
      fetch#3:       ===
      parse  :          == <- fetch
    `);
    expect(blocks[0]).toEqual({ type: 'text', text: 'fetch (x3) > parse' });
  });

  it('names the caller only where much time passed between what it called', async () => {
    const { value } = await analyzed(gantt`
      agent  : ====================================
        llm  :  ==========
        tool :                      ==============
    `);
    expect(value?.route.first.map(({ stepId }) => stepId)).toEqual(['llm', 'agent', 'tool']);
    expect(value?.inferredShare).toBe(1);
  });

  it('says for how long no step is known to have held up the run', async () => {
    const run = runOf([{ id: 'fetch', stepId: 'fetch', startMs: 0, endMs: 10, status: 'completed' }], { endMs: 1000 });
    const { value, blocks } = await analyzed(run);
    expect(blocks[0]).toEqual({ type: 'text', text: 'fetch > (unexplained)' });
    expect(value?.path).toMatchObject({ executionIds: ['fetch'], owners: [0, -1], untilMs: [10, 1000] });
    expect(value?.steps[0]).toEqual({ stepId: null, onPathMs: 990, waitingMs: 0, share: 0.99 });
  });

  it('has no step to name where the time passed in gaps between instants', async () => {
    const instants = Array.from({ length: 40 }, (_, index) => ({
      id: `e${index}`,
      stepId: `s${index}`,
      startMs: index,
      endMs: index,
      status: 'completed' as const,
    }));
    expect((await analyzed(runOf(instants))).blocks[0]).toEqual({
      type: 'text',
      text: 'No step held up the run; it passed in short gaps between them.',
    });
  });

  it('keeps the longest segments in order of time and says how many there are', async () => {
    const run = runOf(
      Array.from({ length: 30 }, (_, index) => ({
        id: `s${index}`,
        stepId: `s${index}`,
        startMs: (index * (index + 1)) / 2,
        endMs: ((index + 1) * (index + 2)) / 2,
        status: 'completed' as const,
      })),
    );
    const { value, blocks } = await analyzed(run, { maxSegments: 2, maxSteps: 3 });
    expect(value).toMatchObject({ segments: 30, stepsLeft: 27 });
    expect(value?.path).toEqual({
      executionIds: ['s28', 's29'],
      stepIds: ['s28', 's29'],
      owners: [0, 1],
      kinds: ['self', 'self'],
      fromMs: [406, 435],
      untilMs: [435, 465],
    });
    expect(blocks).toContainEqual({ type: 'text', text: 'And 27 more steps.' });
    expect(JSON.stringify(blocks)).toContain('30, the 2 longest are listed');
    expect(blocks[0]).toEqual({
      type: 'text',
      text: 's0 > s1 > s2 > s3 > s4 > s5 > s6 > s7 > s8 > s9 > ... 16 more ... > s26 > s27 > s28 > s29',
    });
  });

  it('says what the clock made the schedule leave out', async () => {
    const { value, blocks } = await analyzed(gantt`
      fetch : ====
      stream:   ====   <- fetch
      agent : ======
        late:     ====
    `);
    expect(value?.repairs).toEqual({
      shifted: 0,
      zeroed: 0,
      clipped: 1,
      detached: 0,
      droppedEdges: [{ reason: 'overlap', edges: 1 }],
    });
    expect(JSON.stringify(blocks)).toContain('"Edges left out","value":"1 overlap"');
  });

  it('has nothing to say about a run without length', async () => {
    expect((await analyzed(gantt`fetch: |`)).value).toBeUndefined();
    expect((await analyzed(runOf([]))).value).toBeUndefined();
  });

  it('shares the whole makespan out among the steps', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, async (run) => {
        const { value } = await analyzed(run, { maxSteps: 1000 });
        if (value === undefined) return;
        expect(sum(value.steps.map(({ onPathMs }) => onPathMs))).toBeCloseTo(value.makespanMs, 6);
        expect(sum(value.steps.map(({ share }) => share))).toBeCloseTo(1, 6);
        const { executionIds, stepIds, owners, kinds, untilMs } = value.path;
        expect([owners.length, kinds.length, untilMs.length]).toEqual(Array(3).fill(value.segments));
        expect(untilMs.at(-1)).toBeCloseTo(value.makespanMs, 6);
        expect(stepIds).toEqual(
          executionIds.map((id) => run.executions.find((execution) => execution.id === id)?.stepId),
        );
      }),
      { numRuns: 50 },
    );
  });
});
