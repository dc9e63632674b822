import fc from 'fast-check';
import { viewOf } from '@faultline/core';
import type { Run, StepExecutionInput } from '@faultline/model';
import { arbitraryRun, executionOf, folded, gantt, runOf, testLearner } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { baselines, type Baselines } from './baselines.ts';
import type { Observation } from './metrics-view.ts';

const learnedFrom = (...runs: readonly Run[]): Baselines => baselines.view(folded(baselines, runs));
const numbered = (run: Run, count: number): Run[] =>
  Array.from({ length: count }, (_, index) => ({ ...run, id: `run-${index}` }));

/** A run of one execution of the step "fetch" that took so long. */
const took = (id: string, durationMs: number, overrides: Partial<StepExecutionInput> = {}): Run =>
  runOf([executionOf({ endMs: durationMs, ...overrides })], { id });
/** What a history knows of metrics, as a plain map. */
const withMetrics = ({ metrics, ...rest }: Observation) => ({
  ...rest,
  metrics: new Map([...metrics.keys()].map((name) => [name, metrics.get(name)])),
});

/** Numbers between 0 and 1, far from any pattern of their index. */
const spread = (index: number): number => (index * 0.618_033_988_749) % 1;

testLearner(baselines);
// With metrics and kinds of all sorts.
testLearner(
  baselines,
  fc
    .tuple(
      arbitraryRun,
      fc.array(
        fc.record({
          metrics: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.integer({ min: -9, max: 9 })),
          attributes: fc.record({ model: fc.constantFrom('large', 'small') }),
        }),
        { minLength: 8, maxLength: 8 },
      ),
      fc.constantFrom('completed' as const, 'failed' as const, 'running' as const),
    )
    .map(([run, additions, status]) => ({
      ...run,
      status,
      executions: run.executions.map((execution, index) => ({ ...execution, ...additions[index] })),
    })),
);

describe('baselines', () => {
  it('knows the duration and every metric of completed executions', () => {
    const learned = learnedFrom(
      gantt`
        fetch: ==     { memoryMiB: 100 }
        parse:   ==== { memoryMiB: 500, costUsd: 0.5 }
      `,
      { ...gantt`fetch: ==== { memoryMiB: 300 }`, id: 'second' },
    );
    expect(learned.of('drawn', 'fetch', 'durationMs')).toMatchObject({ count: 2, isExact: true, mean: 3 });
    expect(learned.of('drawn', 'fetch', 'memoryMiB')?.quantile(0.5)).toBe(200);
    expect(learned.of('drawn', 'parse', 'costUsd')?.mean).toBe(0.5);
  });

  it('knows nothing of what it has not seen', () => {
    const learned = learnedFrom(gantt`fetch: ==`);
    expect(learned.of('drawn', 'fetch', 'memoryMiB')).toBeUndefined();
    expect(learned.of('drawn', 'parse', 'durationMs')).toBeUndefined();
    expect(learned.of('drawn', 'parse', 'attemptsPerRun')).toBeUndefined();
    expect(learned.of('another', 'fetch', 'durationMs')).toBeUndefined();
    expect(learned.ofRun('another', 'durationMs')).toBeUndefined();
    expect(learned.successRateOf('drawn', 'parse')).toBeUndefined();
    expect(learned.shapeOf('another')).toBeUndefined();
    expect([learned.runsOf('another'), learned.historyOf('drawn', 'parse'), learned.runHistoryOf('another')]).toEqual([
      0,
      [],
      [],
    ]);
    expect(learned.failureTypesOf('drawn', 'parse').size).toBe(0);
  });

  it('leaves out durations of failed, skipped and open executions', () => {
    const learned = learnedFrom(gantt`
      fetch  : ==x
      fetch#2:    ==
      mail   :      /
      parse  :      ==>
    `);
    expect(learned.of('drawn', 'fetch', 'durationMs')).toMatchObject({ count: 1, mean: 2 });
    expect(learned.of('drawn', 'mail', 'durationMs')).toBeUndefined();
    expect(learned.of('drawn', 'parse', 'durationMs')).toBeUndefined();
  });

  it('counts attempts: each failed one, and none that was skipped or still runs', () => {
    const learned = learnedFrom(gantt`
      fetch  : ==x { failure: timeout }
      fetch#2:    ==x { status: retrying }
      fetch#3:       ==
      mail   :         /
      parse  :         ==>
    `);
    expect(learned.successRateOf('drawn', 'fetch')).toMatchObject({ attempts: 3, rate: 1 / 3 });
    expect(learned.failureTypesOf('drawn', 'fetch').get('timeout')).toBe(1);
    expect(learned.successRateOf('drawn', 'mail')).toBeUndefined();
    expect(learned.successRateOf('drawn', 'parse')).toBeUndefined();
  });

  it('gives the success rate with its interval', () => {
    const { interval } = learnedFrom(...numbered(gantt`fetch: ==x`, 20)).successRateOf('drawn', 'fetch')!;
    expect(interval.low).toBe(0);
    expect(interval.high).toBeCloseTo(0.1611, 4);
  });

  it('stays within 1 % after more runs than it keeps values of', () => {
    const runs = Array.from({ length: 1000 }, (_, index) => took(`run-${index}`, 100 + 900 * spread(index)));
    const learned = learnedFrom(...runs).of('drawn', 'fetch', 'durationMs')!;
    expect(learned).toMatchObject({ count: 1000, isExact: false });
    for (const q of [0.05, 0.5, 0.95]) expect(Math.abs(learned.quantile(q) / (100 + 900 * q) - 1)).toBeLessThan(0.012);
  });

  it('takes a value that was rounded when it was learned for equal to itself', () => {
    const learned = learnedFrom(...numbered(took('run', 100 / 3), 50)).of('drawn', 'fetch', 'durationMs')!;
    expect([learned.pAtLeast(100 / 3), learned.pAtMost(100 / 3), learned.tailP(100 / 3, 'upper').p]).toEqual([1, 1, 1]);
  });

  it('learns what kind of failure it was, not what is written beside it, and of runs the failures that began there', () => {
    const run = gantt`
      agent  : =======x
        fetch:   ==x
    `;
    const error = { type: 'ValidationError: MRN-4711', message: 'John Doe' };
    const executions = run.executions.map((one) => (one.stepId === 'fetch' ? { ...one, error } : one));
    const state = folded(baselines, [{ ...run, status: 'failed' as const, executions }]);
    expect(JSON.stringify(state)).not.toMatch(/MRN-4711|Doe/);
    const learned = baselines.view(state);
    expect(learned.failureTypesOf('drawn', 'fetch')).toEqual(new Map([['validation_error', 1]]));
    expect(learned.failedRunsOf('drawn', 'fetch').byType).toEqual(new Map([['validation_error', 1]]));
    expect(learned.failureTypesOf('drawn', 'agent').size).toBe(1);
    expect(learned.failedRunsOf('drawn', 'agent').byType).toEqual(new Map());
  });

  it('takes any name for a workflow, a step, a metric or an error', () => {
    const metrics = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as Record<string, number>;
    const run = runOf(
      [
        executionOf({ stepId: '__proto__', metrics }),
        executionOf({ stepId: 'constructor', startMs: 1, endMs: 2, status: 'failed', error: { type: '__proto__' } }),
      ],
      { workflowId: 'toString', edges: [{ from: '__proto__', to: 'constructor', origin: 'explicit' }] },
    );
    const stored: unknown = JSON.parse(JSON.stringify(folded(baselines, [run])));
    const state = baselines.add(baselines.state.parse(stored), viewOf({ ...run, id: 'second' }));
    const learned = baselines.view(state);
    expect(learned.of('toString', '__proto__', '__proto__')).toMatchObject({ count: 2, mean: 1 });
    expect(learned.of('toString', '__proto__', 'constructor')).toMatchObject({ count: 2, mean: 2 });
    expect(learned.of('toString', 'constructor', 'durationMs')).toBeUndefined();
    expect(learned.failureTypesOf('toString', 'constructor')).toEqual(new Map([['__proto__', 2]]));
    expect(learned.shapeOf('toString')?.runsWithEdge('__proto__', 'constructor')).toBe(2);
  });
});

describe('learned runs', () => {
  const [usual, open] = [
    gantt`
      fetch  : ==x
      fetch#2:     ==
      parse  :        ====  <- fetch
    `,
    gantt`
      fetch: ==
      late :   ==>
    `,
  ];
  const learned = learnedFrom(usual, { ...usual, id: 'second' }, { ...open, id: 'open' });

  it('have figures, once they have ended', () => {
    expect(learned.runsOf('drawn')).toBe(2);
    expect(learned.ofRun('drawn', 'retries')).toMatchObject({ count: 2, mean: 1 });
    expect(learned.ofRun('drawn', 'durationMs')).toMatchObject({ count: 2, mean: 11 });
    expect(learned.of('drawn', 'fetch', 'attemptsPerRun')).toMatchObject({ count: 2, mean: 2 });
    expect(learned.of('drawn', 'fetch', 'executionsPerRun')).toMatchObject({ count: 2, mean: 2 });
    expect(learned.of('drawn', 'late', 'executionsPerRun')).toBeUndefined();
  });

  it('give their executions that have ended even while they have not', () => {
    expect(learned.of('drawn', 'fetch', 'durationMs')?.count).toBe(3);
  });

  it('have a shape', () => {
    const one = { ...gantt`parse: ==`, id: 'third' };
    const shape = learnedFrom(usual, { ...usual, id: 'second' }, one, { ...open, id: 'open' }).shapeOf('drawn')!;
    expect([shape.runs, shape.stepIds.toSorted()]).toEqual([3, ['fetch', 'parse']]);
    expect(['fetch', 'parse', 'late'].map((step) => shape.runsWith(step))).toEqual([2, 3, 0]);
    expect([shape.runsWithEdge('fetch', 'parse'), shape.runsWithEdge('parse', 'fetch')]).toEqual([2, 0]);
    expect([shape.runsWithSuccession('fetch', 'parse'), shape.runsWithSuccession('parse', 'fetch')]).toEqual([2, 0]);
    expect(shape.edges).toEqual({ kinds: 1, seenOnce: 0, total: 2 });
    expect(shape.successions).toEqual({ kinds: 1, seenOnce: 0, total: 2 });
    expect(shape.calls).toEqual([]);
  });

  it('lack steps that were skipped as they lack those that are not there', () => {
    const skipping = gantt`
      fetch: ==
      parse:   /
    `;
    const shape = learnedFrom(usual, skipping).shapeOf('drawn')!;
    expect([shape.runsWith('fetch'), shape.runsWith('parse')]).toEqual([2, 1]);
    expect(learnedFrom(skipping).shapeOf('drawn')?.stepIds).toEqual(['fetch']);
    expect(learnedFrom(skipping).of('drawn', 'parse', 'executionsPerRun')).toBeUndefined();
  });

  it('and their attempts have a history in order of time, each once', () => {
    const runs = [5, 3, 4].map((startMs) => ({
      ...runOf([executionOf({ startMs, endMs: startMs + 2, ...(startMs === 4 && { status: 'failed' }) })]),
      id: `at ${startMs}`,
    }));
    const history = learnedFrom(...runs);
    const run: unknown = expect.any(Number);
    expect(history.historyOf('drawn', 'fetch').map(withMetrics)).toEqual([
      { run, startMs: 3, status: 'completed', metrics: new Map([['durationMs', 2]]) },
      { run, startMs: 4, status: 'failed', metrics: new Map() },
      { run, startMs: 5, status: 'completed', metrics: new Map([['durationMs', 2]]) },
    ]);
    expect(history.runHistoryOf('drawn').map(({ startMs, status }) => [startMs, status])).toEqual([
      [3, 'completed'],
      [4, 'completed'],
      [5, 'completed'],
    ]);
  });

  it('are told apart in the history of a step, whatever their ids', () => {
    const executions = [0, 1, 2].map((at) => executionOf({ id: `e${at}`, startMs: at, endMs: at + 1 }));
    const history = learnedFrom(
      runOf(executions, { id: 'run' }),
      runOf([{ ...executions[0], startMs: 10, endMs: 11 }], { id: 'run', startMs: 10, endMs: 11 }),
      runOf([{ ...executions[0], startMs: 20, endMs: 21 }], { id: 'other', startMs: 20, endMs: 21 }),
    );
    const runs = history.historyOf('drawn', 'fetch').map(({ run }) => run);
    const [first, second, third] = history.runHistoryOf('drawn').map(({ run }) => run);
    expect(runs).toEqual([first, first, first, second, third]);
    expect(new Set(runs).size).toBe(3);
  });

  it('have a random sample even if all have one id', () => {
    const runs = Array.from({ length: 2000 }, (_, at) =>
      runOf([executionOf({ startMs: at, endMs: at + 1 })], { id: 'run', startMs: at, endMs: at + 1 }),
    );
    const starts = learnedFrom(...runs)
      .runHistoryOf('drawn')
      .map(({ startMs }) => startMs)
      .filter((startMs) => startMs < 2000 - 128);
    // 256 of 2,000, half of them early: 128 give or take 3 × 8.
    expect(Math.abs(starts.filter((startMs) => startMs < 1000).length - 128)).toBeLessThan(24);
  });

  it('have a history of the latest 128 and a sample of the others', () => {
    const runs = Array.from({ length: 2000 }, (_, at) => ({
      ...runOf([executionOf({ startMs: at, endMs: at + 1 })]),
      id: `run-${at}`,
    }));
    const starts = learnedFrom(...runs)
      .historyOf('drawn', 'fetch')
      .map(({ startMs }) => startMs);
    expect(starts.slice(-128)).toEqual(Array.from({ length: 128 }, (_, at) => 2000 - 128 + at));
    expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
    expect(starts.length).toBeGreaterThan(340);
    const early = starts.filter((startMs) => startMs < 1000).length;
    // 256 of 2,000, half of them early: 128 give or take 3 × 8.
    expect(Math.abs(early - 128)).toBeLessThan(24);
  });
});
