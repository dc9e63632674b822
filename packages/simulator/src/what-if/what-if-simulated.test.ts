import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf, type RunView } from '@faultline/core';
import type { WorkflowDefinition } from '@faultline/model';
import { exponential, lognormal } from '../durations.ts';
import { simulate, type SimulationOptions } from '../simulate.ts';
import type { Edit } from './edit.ts';
import { whatIfOverHistory } from './what-if-over-history.ts';
import { whatIf } from './what-if.ts';

const duration = { durationMs: { p50: 100, p95: 220 } };
const workers = { resources: { workers: 1 } };
const workflowWith = (
  needs: readonly ('search' | 'read' | 'ask')[],
  resources = workers.resources,
): WorkflowDefinition =>
  defineWorkflow({
    id: 'answer',
    steps: {
      plan: { baseline: duration, ...workers },
      search: { needs: ['plan'], baseline: duration, resources },
      read: { needs: ['plan'], baseline: duration, ...workers },
      ask: { needs: ['plan'], baseline: duration, ...workers },
      rank: { needs: [...needs], baseline: duration, ...workers },
      check: { needs: ['ask'], baseline: duration, ...workers },
      write: { needs: ['rank', 'check'], baseline: duration, ...workers },
    },
  });
const workflow = workflowWith(['search', 'read']);
const options: SimulationOptions = { seed: 3, runs: 60, pools: { workers: 2 } };
const pools = new Map([['workers', 2]]);

const simulated = (definition: WorkflowDefinition, others: Partial<SimulationOptions> = {}): readonly RunView[] =>
  [...simulate(definition, { ...options, ...others })].map(({ run }) => viewOf(run, definition));
const makespans = (runs: readonly RunView[]): readonly number[] => runs.map((run) => run.untilMs - run.startMs);
const before = simulated(workflow);

/** A simulated run and the same with a change draw the same numbers: what the change gains is known exactly. */
describe('what a change would have made of a simulated run is what it makes of it', () => {
  const changes: readonly (readonly [string, Edit, WorkflowDefinition, Partial<SimulationOptions>])[] = [
    [
      'a faster step',
      { kind: 'scale', stepId: 'search', factor: 0.5 },
      workflow,
      { behaviourOf: ({ id }) => (id === 'search' ? { durationMs: lognormal({ p50: 50, p95: 110 }) } : {}) },
    ],
    [
      'a step that always takes as long',
      { kind: 'replace', stepId: 'ask', durationMs: 300 },
      workflow,
      { behaviourOf: ({ id }) => (id === 'ask' ? { durationMs: 300 } : {}) },
    ],
    ['more workers', { kind: 'pool', resource: 'workers', capacity: 3 }, workflow, { pools: { workers: 3 } }],
    ['fewer workers', { kind: 'pool', resource: 'workers', capacity: 1 }, workflow, { pools: { workers: 1 } }],
    [
      'a step that needs no worker',
      { kind: 'resources', stepId: 'search', requirements: { workers: 0 } },
      workflowWith(['search', 'read'], { workers: 0 }),
      {},
    ],
    ['an edge less', { kind: 'drop-edge', from: 'search', to: 'rank' }, workflowWith(['read']), {}],
    ['an edge more', { kind: 'add-edge', from: 'ask', to: 'rank' }, workflowWith(['search', 'read', 'ask']), {}],
  ];

  it.each(changes)('%s', (_name, edit, definition, others) => {
    const predicted = before.map((run) => whatIf(run, [edit], { pools }).afterMs);
    const known = makespans(simulated(definition, others));
    for (const [at, afterMs] of predicted.entries()) expect(afterMs).toBeCloseTo(known[at], 3);
  });
});

it('predicts the mean of new runs with the confidence that it claims', () => {
  const edit: Edit = { kind: 'cache', stepId: 'search', hitRate: 0.4 };
  const behaviour: Partial<SimulationOptions> = { behaviourOf: () => ({ durationMs: exponential(100) }) };
  // A step that is skipped takes no time: what a hit is in these runs.
  const cached: WorkflowDefinition = {
    ...workflow,
    steps: workflow.steps.map((step) => (step.id === 'search' ? { ...step, isOptional: true } : step)),
  };
  let covered = 0;
  const trials = 100;
  for (let seed = 0; seed < trials; seed++) {
    const known = simulated(workflow, { ...behaviour, seed, runs: 50 });
    const { newMeanMs } = whatIfOverHistory(known, [edit], { pools, seed, replicates: 300 });
    const coming = simulated(cached, {
      seed: 1000 + seed,
      runs: 50,
      behaviourOf: ({ id }) => ({ durationMs: exponential(100), ...(id === 'search' && { skipProbability: 0.4 }) }),
    });
    const mean = makespans(coming).reduce((sum, ms) => sum + ms, 0) / 50;
    if (Number(newMeanMs.low) <= mean && mean <= Number(newMeanMs.high)) covered++;
  }
  // Of 95 % expected, three deviations of a binomial count.
  expect(covered).toBeGreaterThan(88);
});
