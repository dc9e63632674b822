import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath, segmentsOf } from '@faultline/graph';
import type { Run, StepExecution } from '@faultline/model';
import { arbitraryRun, executionOf, runOf } from '@faultline/plugin-testkit';
import { figuresOf } from './run-figures.ts';
import { viewOf, type RunView } from './run-view.ts';

const HOUR_MS = 3_600_000;

/**
 * A batch system as it logs: jobs on the clock of the submit host, some of them seconds late; inside them tasks
 * on the clocks of workers that are set to another time zone.
 */
function batch(offMs: (worker: string) => number): Run {
  const executions = ['w1', 'w2'].flatMap((worker, first) =>
    [0, 1, 2, 3].flatMap((at) => {
      const fromMs = 100_000 + at * 20_000 + first * 5000;
      const job = executionOf({
        id: `${worker}-job-${at}`,
        stepId: 'job',
        item: `${worker}-${at}`,
        clock: 'submit',
        startMs: fromMs,
        endMs: fromMs + 12_000,
      });
      const beganMs = fromMs - (at === 3 ? 3000 : 0) + offMs(worker);
      const task = executionOf({
        id: `${worker}-task-${at}`,
        stepId: 'task',
        item: `${worker}-${at}`,
        parentId: job.id,
        clock: worker,
        queuedMs: beganMs - 500,
        startMs: beganMs,
        endMs: beganMs + 2500,
      });
      return [job, task];
    }),
  );
  return runOf(executions, { startMs: 90_000, endMs: 200_000 });
}

const timesOf = ({ executions }: RunView) =>
  executions.map(({ id, startMs, endMs = NaN }) => ({ id, durationMs: endMs - startMs, startMs }));

function withoutClock(execution: StepExecution): StepExecution {
  const { clock, ...rest } = execution;
  return clock === undefined ? execution : rest;
}

const stepsOn = (view: RunView): ReadonlySet<string | undefined> =>
  new Set([...segmentsOf(criticalPath(view))].map(({ node }) => view.executions[node]?.stepId));

const part = (at: number): StepExecution =>
  executionOf({ id: `part-${at}`, clock: 'b', parentId: 'root', startMs: at - 5000, endMs: at - 4990 });

describe('clocks that are off', () => {
  const zone = viewOf(batch((worker) => (worker === 'w1' ? -8 * HOUR_MS : 0)));

  it('are shifted, with what is known of the shift', () => {
    expect(zone.clockShifts).toMatchObject([
      {
        clock: 'w1',
        reference: 'submit',
        shiftMs: 8 * HOUR_MS + 3000,
        lowMs: 8 * HOUR_MS + 3000,
        highMs: 8 * HOUR_MS + 9500,
        compared: 4,
        agreedBefore: 0,
        agreedAfter: 4,
      },
    ]);
    expect(zone.clockShifts[0]?.executions.map(({ id }) => id)).toEqual([0, 1, 2, 3].map((at) => `w1-task-${at}`));
  });

  it('are those of all executions from then on, in order of time', () => {
    expect(zone.startNs).toEqual(Float64Array.from(zone.executions, ({ startMs }) => (startMs - 90_000) * 1e6));
    expect(zone.executions.map((execution) => zone.nodeOf(execution))).toEqual([...zone.executions.keys()]);
    expect(zone.executionsOf('task').map(({ startMs, queuedMs = 0 }) => startMs - queuedMs)).toEqual(
      Array(8).fill(500),
    );
    expect(zone.executionsOf('task').map((task) => zone.durationMs(task))).toEqual(Array(8).fill(2500));
    expect(zone.executionsOf('task').map((task) => zone.executions[zone.parent[zone.nodeOf(task)]]?.id)).toEqual(
      zone.executionsOf('task').map(({ parentId }) => parentId),
    );
    expect(zone.executions.map(({ startMs }) => startMs)).toEqual(
      zone.executions.map(({ startMs }) => startMs).toSorted((a, b) => a - b),
    );
    expect(
      zone
        .executionsOf('task')
        .map(({ startMs }) => startMs)
        .every((ms) => ms >= 90_000),
    ).toBe(true);
  });

  it('no longer hide what was waited for', () => {
    const unaligned = batch(() => -8 * HOUR_MS);
    const blind = { ...unaligned, executions: unaligned.executions.map(withoutClock) };
    expect(stepsOn(viewOf(blind))).not.toContain('task');
    expect(stepsOn(viewOf(unaligned))).toContain('task');
  });

  it('count among what was mended', () => {
    expect(figuresOf(zone).mended).toEqual({ 'clock-shifted': 4, 'not-awaited': 1 });
    expect(figuresOf(viewOf(batch(() => 0))).mended).toEqual({ 'not-awaited': 2 });
  });

  it('move the interval of the run with the root that set it', () => {
    const root = executionOf({ id: 'root', clock: 'a', startMs: 0, endMs: 1000 });
    const other = executionOf({ id: 'other', clock: 'b', startMs: -5000, endMs: -4500 });
    const run = runOf([root, part(100), part(200), part(300), other], { startMs: -5000, endMs: 1000 });
    const { startMs, untilMs, fromNs, untilNs, clockShifts } = viewOf(run);
    expect(clockShifts).toMatchObject([{ clock: 'b', shiftMs: 4900 }]);
    expect({ startMs, untilMs, fromNs, untilNs }).toEqual({ startMs: -100, untilMs: 1000, fromNs: 0, untilNs: 1100e6 });
  });

  it('are told by edges as well, where these bound them from both sides', () => {
    const relay = Array.from({ length: 8 }, (_, at) => {
      const offMs = at % 2 === 0 ? 0 : -HOUR_MS;
      const startMs = at * 100 + offMs;
      return executionOf({
        id: `turn-${at}`,
        clock: at % 2 === 0 ? 'a' : 'b',
        startMs,
        endMs: startMs + (at === 7 ? 90 : 95),
      });
    });
    const edges = relay.slice(1).map(({ id }, at) => ({
      from: relay[at].id,
      to: id,
      origin: 'explicit' as const,
      kind: 'needs' as const,
    }));
    const { clockShifts } = viewOf({ ...runOf(relay, { startMs: 0, endMs: 800 }), edges });
    expect(clockShifts).toMatchObject([{ clock: 'b', shiftMs: HOUR_MS - 5, lowMs: HOUR_MS - 5, highMs: HOUR_MS + 5 }]);
  });

  it('ask no clock of what never began', () => {
    const run = batch((worker) => (worker === 'w1' ? -8 * HOUR_MS : 0));
    const skipped = run.executions.map((one) => (one.clock === 'w1' ? { ...one, status: 'skipped' as const } : one));
    expect(viewOf({ ...run, executions: skipped }).clockShifts).toEqual([]);
  });
});

describe('clocks that agree', () => {
  it('stay as they are', () => {
    const run = batch(() => 0);
    const view = viewOf(run);
    expect(view.clockShifts).toEqual([]);
    expect(new Set(view.executions)).toEqual(new Set(run.executions));
  });

  it('make no difference: names of clocks alone shift nothing where children lie inside their parents', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.array(fc.constantFrom('a', 'b', '__proto__')), (run, clocks) => {
        const named = run.executions.map((one, at) => ({ ...one, clock: clocks[at % (clocks.length + 1)] ?? 'c' }));
        const view = viewOf({ ...run, executions: named });
        if (view.clockShifts.length > 0) return;
        expect(timesOf(view)).toEqual(timesOf(viewOf(run)));
      }),
    );
  });
});
