import { viewOf } from '@faultline/core';
import { criticalPath, segmentsOf } from '@faultline/graph';
import { runSchema, type Run } from '@faultline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWorkflow } from './arbitrary-workflow.test-support.ts';
import { simulate, type SimulationOptions } from './simulate.ts';
import { drawn, oneRun, runsOf } from './simulated.test-support.ts';
import type { StepBehaviour } from './step-behaviour.ts';

const took = ({ startMs, endMs = Number.NaN }: Run): number => endMs - startMs;

describe('a simulated run', () => {
  it('is a valid document that needs no repair, whatever the workflow', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, fc.nat(), ({ definition, behaviourOf }, seed) => {
        const options = { seed, runs: 3, behaviourOf, pools: { workers: 2 } };
        for (const { run, truths } of simulate(definition, options)) {
          expect(runSchema.parse(run)).toEqual(run);
          expect(truths).toEqual([]);
          const view = viewOf(run, definition);
          expect(view.repairs).toEqual([]);
          expect(view.dependencies.every(({ origin, kind }) => origin === 'declared' || kind === 'retry')).toBe(true);
          const covered = [...segmentsOf(criticalPath(view))].reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
          expect(covered).toBe(view.untilNs);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, fc.nat(), ({ definition, behaviourOf }, seed) => {
        const history = (): unknown[] => [...simulate(definition, { seed, runs: 3, behaviourOf })];
        expect(history()).toEqual(history());
      }),
      { numRuns: 50 },
    );
  });

  it('does each step when all it needs is done', () => {
    const run = oneRun(
      {},
      { id: 'fetch', expectedDurationMs: 2 },
      { id: 'parse', expectedDurationMs: 3, dependencies: ['fetch'] },
      { id: 'check', expectedDurationMs: 1, dependencies: ['fetch', 'nobody'] },
      { id: 'store', expectedDurationMs: 1, dependencies: ['parse', 'check'] },
    );
    expect(drawn(run)).toEqual([
      'fetch#1 0-2 completed',
      'parse#1 2-5 completed',
      'check#1 2-3 completed',
      'store#1 5-6 completed',
    ]);
    expect(run).toMatchObject({ id: 'drawn-1-0', workflowId: 'drawn', status: 'completed', startMs: 0, endMs: 6 });
    expect(run.edges.map(({ from, to }) => `${from} ${to}`)).toContain('drawn-1-0/parse#1 drawn-1-0/store#1');
  });

  it('hands over what is declared, and what the run is given', () => {
    const run = oneRun(
      { describe: () => ({ id: 'one', subjectId: 'someone', context: { region: 'eu' }, input: { question: 'why' } }) },
      { id: 'fetch', expectedDurationMs: 1 },
      { id: '__proto__', expectedDurationMs: 1, dependencies: [{ on: 'fetch', dataFlow: ['__proto__', 'text'] }] },
      { id: 'store', expectedDurationMs: 1, dependencies: [{ on: '__proto__', dataFlow: [] }] },
    );
    const [fetch, parse, store] = run.executions;
    expect(run).toMatchObject({ id: 'one', subjectId: 'someone', context: { region: 'eu' } });
    expect(fetch.input).toEqual({ question: 'why' });
    expect(Object.entries(fetch.output ?? {})).toEqual([
      ['__proto__', '__proto__ of fetch'],
      ['text', 'text of fetch'],
    ]);
    expect(parse.input).toEqual(fetch.output);
    expect([store.input, store.output]).toEqual([{}, {}]);
  });

  it('takes as long as is declared', () => {
    const step = { id: 'a', expectedDurationMs: 7, baseline: { durationMs: { p50: 5, p95: 9 } } };
    const lengths = runsOf({ runs: 2000 }, step)
      .map(took)
      .toSorted((a, b) => a - b);
    expect(lengths[1000]).toBeCloseTo(5, 0);
    expect(lengths[1900]).toBeCloseTo(9, 0);
    expect(took(oneRun({}, { ...step, baseline: { durationMs: { p50: 5 } } }))).toBe(5);
    expect(took(oneRun({}, { ...step, baseline: { durationMs: { mean: 6 } } }))).toBe(6);
    expect(took(oneRun({}, { ...step, baseline: {} }))).toBe(7);
    expect(() => oneRun({}, { id: 'a' })).toThrow('Step "a" declares no duration.');
  });

  it('measures what is usual, or what it is told to', () => {
    const step = {
      id: 'a',
      expectedDurationMs: 1,
      resources: { memoryMiB: 512, gpus: 1 },
      baseline: { gpus: { mean: 0.5 } },
    };
    expect(oneRun({}, step).executions[0].metrics).toEqual({ memoryMiB: 512, gpus: 0.5 });
    const drawing = { metrics: (random: () => number) => ({ first: random(), second: random() }) };
    const measured = runsOf({ runs: 2, behaviourOf: () => drawing }, step).flatMap(({ executions }) =>
      Object.values(executions[0].metrics),
    );
    expect(new Set(measured).size).toBe(4);
  });

  it('begins when the one before has ended, or after a given time', () => {
    const step = { id: 'a', expectedDurationMs: 4 };
    const starts = (options: Partial<SimulationOptions>): number[] =>
      runsOf({ runs: 3, startMs: 100, ...options }, step).map(({ startMs }) => startMs);
    expect(starts({})).toEqual([100, 104, 108]);
    expect(starts({ betweenRunsMs: 10 })).toEqual([100, 110, 120]);
  });
});

describe('attempts', () => {
  const step = { id: 'call', expectedDurationMs: 3 };

  it('that fail are repeated after a rest, and then the step has failed', () => {
    const failing = { failureProbability: 1, maxAttempts: 3, backoffMs: (attempt: number) => 10 ** attempt };
    const run = oneRun({ behaviourOf: () => failing }, { ...step, failureTolerance: 'low' });
    expect(drawn(run)).toEqual(['call#1 0-3 failed', 'call#2 13-16 failed', 'call#3 116-119 failed']);
    expect(run.executions[0].error).toEqual({ type: 'external_service_error', message: 'The attempt failed.' });
    expect(run).toMatchObject({ status: 'failed', endMs: 119 });
  });

  it('time out', () => {
    const run = oneRun({ behaviourOf: () => ({ timeoutMs: 2, maxAttempts: 2, backoffMs: 1 }) }, step);
    expect(drawn(run)).toEqual(['call#1 0-2 failed', 'call#2 3-5 failed']);
    expect(run.executions[1].error).toEqual({ type: 'timeout', message: 'No answer within 2 ms.' });
    expect(run.status).toBe('completed');
  });

  it('fail as often as is declared, each for itself', () => {
    const usual = { ...step, baseline: { successRate: { mean: 0.7 } } };
    const runs = runsOf({ runs: 5000, behaviourOf: () => ({ maxAttempts: 2 }) }, usual);
    const share = (isMeant: (run: Run) => boolean): number => runs.filter(isMeant).length / runs.length;
    // Three standard deviations of a share of 5,000.
    expect(Math.abs(share(({ executions }) => executions.length === 2) - 0.3)).toBeLessThan(0.0195);
    expect(Math.abs(share(({ executions }) => executions.at(-1)?.status === 'failed') - 0.09)).toBeLessThan(0.0122);
  });
});

describe('a step whose dependency failed', () => {
  const failing = { id: 'fetch', expectedDurationMs: 2 };
  const always = { failureProbability: 1 };
  const behaviourOf = ({ id }: { id: string }) => (id === 'fetch' ? always : {});
  const dependant = (criticality: 'low' | 'normal' | 'high', failureTolerance: 'low' | 'medium' = 'medium') =>
    oneRun(
      { behaviourOf },
      failing,
      { id: 'parse', expectedDurationMs: 1, failureTolerance, dependencies: [{ on: 'fetch', criticality }] },
      { id: 'store', expectedDurationMs: 1, dependencies: [{ on: 'parse', criticality }] },
    );

  it('is skipped, and all that cannot do without it', () => {
    const run = dependant('high');
    expect(drawn(run)).toEqual(['fetch#1 0-2 failed', 'parse#1 2- skipped', 'store#1 2- skipped']);
    expect(run.executions[1]).toMatchObject({ dependenciesResolved: [], dependenciesFailed: ['fetch'] });
    expect(run.status).toBe('completed');
    expect(dependant('normal', 'low')).toMatchObject({ status: 'failed' });
  });

  it('goes on if it tolerates that', () => {
    for (const run of [dependant('low'), dependant('normal')]) {
      expect(drawn(run)).toEqual(['fetch#1 0-2 failed', 'parse#1 2-3 completed', 'store#1 3-4 completed']);
      expect(run.executions[1]).toMatchObject({ dependenciesResolved: [], dependenciesFailed: ['fetch'] });
    }
  });
});

it('leaves out optional steps as often as it is told to, and no others', () => {
  const steps = [
    { id: 'draft', expectedDurationMs: 2 },
    { id: 'translate', expectedDurationMs: 3, dependencies: ['draft'], isOptional: true },
    { id: 'mail', expectedDurationMs: 1, dependencies: ['translate'] },
  ];
  const runs = runsOf({ runs: 400, behaviourOf: () => ({ skipProbability: 0.5 }) }, ...steps);
  const short = runs.filter(({ executions }) => executions.length === 2);
  expect(Math.abs(short.length / 400 - 0.5)).toBeLessThan(0.075);
  expect(
    short.every(({ executions, startMs, endMs }) => executions[1].startMs - startMs === 2 && endMs === startMs + 3),
  ).toBe(true);
});

it.for([
  [{ failureProbability: 1.5 }, 'fails with a chance of 1.5'],
  [{ skipProbability: -1 }, 'is left out with a chance of -1'],
  [{ maxAttempts: 0 }, 'is tried once or more, not 0 times'],
  [{ timeoutMs: -1 }, 'times out after 0 ms or more, not -1'],
  [{ durationMs: -2 }, 'takes 0 ms or more, not -2'],
  [{ resources: { workers: -1 } }, 'asks for 0 or more of "workers", not -1'],
] as const)('refuses %o', ([behaviour, message]) => {
  const step = { id: 'a', expectedDurationMs: 1 };
  expect(() => oneRun({ behaviourOf: () => behaviour, pools: { workers: 1 } }, step)).toThrow(`Step "a" ${message}.`);
});

it.for<[Partial<StepBehaviour>, string]>([
  [{ durationMs: () => -3 }, 'An attempt at step "a" was drawn to take -3 ms'],
  [{ durationMs: () => NaN }, 'An attempt at step "a" was drawn to take NaN ms'],
  [{ durationMs: Infinity }, 'An attempt at step "a" was drawn to take Infinity ms'],
  [{ failureProbability: 1, maxAttempts: 2, backoffMs: () => -50 }, 'After attempt 1, step "a" rests -50 ms'],
  [{ failureProbability: 1, maxAttempts: 2, backoffMs: () => NaN }, 'After attempt 1, step "a" rests NaN ms'],
  [{ failureProbability: 1, maxAttempts: 2, backoffMs: Infinity }, 'After attempt 1, step "a" rests Infinity ms'],
])('refuses times that cannot pass: %o', ([behaviour, message]) => {
  const options = { behaviourOf: () => behaviour };
  const step = { id: 'a', expectedDurationMs: 1 };
  const refusal = { code: 'FAULTLINE_USAGE', message: `${message}: it has to be finite, and 0 or more.` };
  expect(() => oneRun(options, step)).toThrow(expect.objectContaining(refusal));
  expect(() => oneRun({ ...options, pools: { workers: 1 } }, step)).toThrow(expect.objectContaining(refusal));
});

it.each([NaN, Infinity, -Infinity])('refuses a metric of %d', (figure) => {
  const options = { behaviourOf: () => ({ metrics: () => ({ loss: -1, memoryMiB: figure }) }) };
  expect(() => oneRun(options, { id: 'a', expectedDurationMs: 1 })).toThrow(
    expect.objectContaining({
      code: 'FAULTLINE_USAGE',
      message: `Step "a" cannot have measured "memoryMiB" to be ${figure}: it has to be finite.`,
    }),
  );
});

it('lets what would take for ever end at its timeout', () => {
  const run = oneRun({ behaviourOf: () => ({ durationMs: Infinity, timeoutMs: 5 }) }, { id: 'a' });
  expect(run).toMatchObject({ executions: [{ status: 'failed', endMs: 5 }] });
});

it.for<[Partial<SimulationOptions>, string]>([
  [{ betweenRunsMs: NaN }, 'The next run begins after NaN ms'],
  [{ betweenRunsMs: -5 }, 'The next run begins after -5 ms'],
  [{ betweenRunsMs: Infinity }, 'The next run begins after Infinity ms'],
  [{ betweenRunsMs: () => -5 }, 'The next run begins after -5 ms'],
  [{ betweenRunsMs: () => NaN }, 'The next run begins after NaN ms'],
  [{ runs: -1 }, 'There cannot be -1 runs'],
  [{ runs: NaN }, 'There cannot be NaN runs'],
  [{ startMs: NaN }, 'The first run cannot begin at NaN ms'],
])('refuses %o', ([options, message]) => {
  expect(() => runsOf({ runs: 3, ...options }, { id: 'a', expectedDurationMs: 1 })).toThrow(message);
});

it('refuses steps that need each other in a circle, and pools of less than nothing', () => {
  const circle = [
    { id: 'a', expectedDurationMs: 1, dependencies: ['b'] },
    { id: 'b', expectedDurationMs: 1, dependencies: ['a'] },
  ];
  expect(() => oneRun({}, ...circle)).toThrow('The steps of "drawn" need each other in a circle.');
  expect(() => oneRun({ pools: { gpus: -1 } })).toThrow('The pool "gpus" holds 0 or more, not -1.');
});

it('runs a workflow without steps', () => {
  expect(oneRun({})).toMatchObject({ status: 'completed', startMs: 0, endMs: 0, executions: [] });
  expect(runsOf({ runs: 2, betweenRunsMs: 3, pools: { gpus: 1 } })).toHaveLength(2);
});
