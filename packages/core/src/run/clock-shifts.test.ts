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

const withoutEnd = <Ended extends Run | StepExecution>({ endMs: _endMs, ...rest }: Ended): Omit<Ended, 'endMs'> => rest;

/** How far executions reach beyond their parents, in milliseconds. */
const outsideMs = ({ executions }: Pick<RunView, 'executions'>): number => {
  const byId = new Map(executions.map((one) => [one.id, one]));
  return executions.reduce((sumMs, { startMs, endMs = startMs, parentId = '' }) => {
    const { startMs: fromMs = startMs, endMs: untilMs = endMs } = byId.get(parentId) ?? {};
    return sumMs + Math.max(0, fromMs - startMs) + Math.max(0, endMs - untilMs);
  }, 0);
};

const stepsOn = (view: RunView): ReadonlySet<string | undefined> =>
  new Set([...segmentsOf(criticalPath(view))].map(({ node }) => view.executions[node]?.stepId));

/** A second of calls on clock `a`, answered on clock `b`. */
function calls(offMs: number): readonly StepExecution[] {
  return [
    executionOf({ id: 'root', clock: 'a', startMs: 0, endMs: 1000 }),
    ...Array.from({ length: 8 }, (_, at) => at * 100).flatMap((at) => [
      executionOf({ id: `call-${at}`, clock: 'a', parentId: 'root', startMs: at + 10, endMs: at + 80 }),
      executionOf({
        id: `answer-${at}`,
        clock: 'b',
        parentId: `call-${at}`,
        startMs: at + 20 + offMs,
        endMs: at + 70 + offMs,
      }),
    ]),
  ];
}

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

  describe('take the boundaries of the run along that were read from them', () => {
    const aheadMs = 8 * HOUR_MS;
    const [root = part(0), ...others] = calls(aheadMs);
    const openRoot = { ...withoutEnd(root), status: 'running' as const };
    const cases: readonly [string, Run, untilMs: number][] = [
      ['no end is recorded', withoutEnd(runOf(calls(aheadMs))), 1000],
      ['the run is open', withoutEnd(runOf([openRoot, ...others], { status: 'running' })), 780],
      ['the end is the last that was seen', runOf(calls(aheadMs), { startMs: 0, endMs: 770 + aheadMs }), 1000],
      ['the start is the first that was seen', runOf(calls(-aheadMs), { startMs: 20 - aheadMs, endMs: 1000 }), 1000],
      ['they are those of the root', runOf(calls(aheadMs), { startMs: 0, endMs: 1000 }), 1000],
      ['they lie apart', runOf(calls(aheadMs), { startMs: 0, endMs: 1100 }), 1100],
    ];
    it.each(cases)('where %s', (_, run, untilMs) => {
      const view = viewOf(run);
      expect(view.clockShifts.map(({ clock, executions }) => [clock, executions.length])).toEqual([['b', 8]]);
      expect({ startMs: view.startMs, untilMs: view.untilMs }).toEqual({ startMs: 0, untilMs });
    });
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

const task = (tookMs: number, noticedMs: number, missedMs = 0) => ({ tookMs, noticedMs, missedMs });

describe('clocks of which nobody knows for sure', () => {
  const tasks = fc.array(
    fc.record({
      tookMs: fc.integer({ min: 0, max: 60_000 }),
      noticedMs: fc.integer({ min: 0, max: 6000 }),
      missedMs: fc.integer({ min: 0, max: 6000 }),
    }),
    { minLength: 4, maxLength: 20 },
  );

  it('are not shifted so that more lies outside, where a log notices late what begins and ends', () => {
    fc.assert(
      fc.property(tasks, (drawn) => {
        const executions = drawn.flatMap(({ tookMs, noticedMs, missedMs }, at) => {
          const [fromMs, untilMs] = [at * 20_000, at * 20_000 + tookMs];
          const times = { startMs: fromMs + noticedMs, endMs: Math.max(fromMs + noticedMs, untilMs + missedMs) };
          const job = executionOf({ id: `job-${at}`, clock: 'submit', ...times });
          const called = { clock: 'worker', parentId: job.id, startMs: fromMs, endMs: untilMs };
          return [job, executionOf({ id: `task-${at}`, ...called })];
        });
        const run = runOf(executions);
        const view = viewOf(run);
        expect(outsideMs(view)).toBeLessThanOrEqual(outsideMs(run));
        expect(view.untilMs - view.startMs).toBeLessThanOrEqual(run.endMs! - run.startMs);
      }),
      { numRuns: 300, examples: [[[task(0, 2), task(1, 1), task(0, 1, 2), task(0, 0), task(1, 1)]]] },
    );
  });

  it('lose a lag that is always the same, and nothing else', () => {
    const executions = [0, 1, 2, 3, 4].flatMap((at) => {
      const fromMs = at * 70_000;
      const job = executionOf({ id: `job-${at}`, clock: 'submit', startMs: fromMs + 5000, endMs: fromMs + 66_000 });
      const called = { clock: 'worker', parentId: job.id, startMs: fromMs, endMs: fromMs + 60_000 };
      return [job, executionOf({ id: `task-${at}`, ...called })];
    });
    const run = runOf(executions, { startMs: 5000 });
    const view = viewOf(run);
    expect(view.clockShifts).toMatchObject([{ clock: 'worker', shiftMs: 5000, lowMs: 5000, highMs: 6000 }]);
    expect(outsideMs(view)).toBe(0);
    expect({ startMs: view.startMs, untilMs: view.untilMs }).toEqual({ startMs: 5000, untilMs: run.endMs });
  });

  it.each([0.01, -0.01])('do no harm where one drifts by a share of %d for an hour', (share) => {
    const executions = Array.from({ length: 36 }, (_, at) => at * 100_000).flatMap((at) => {
      const call = executionOf({ id: `call-${at}`, clock: 'a', parentId: 'root', startMs: at, endMs: at + 90_000 });
      const times = { startMs: (at + 2000) * (1 + share), endMs: (at + 88_000) * (1 + share) };
      return [call, executionOf({ id: `answer-${at}`, clock: 'b', parentId: call.id, ...times })];
    });
    const root = executionOf({ id: 'root', clock: 'a', startMs: 0, endMs: HOUR_MS });
    const run = runOf([root, ...executions], { startMs: 0, endMs: HOUR_MS });
    const view = viewOf(run);
    expect(outsideMs(view)).toBeLessThanOrEqual(outsideMs(run));
    expect(view.untilMs - view.startMs).toBe(HOUR_MS);
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
