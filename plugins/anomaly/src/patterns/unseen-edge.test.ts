import { viewOf } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { testRule } from '@faultline/plugin-testkit';
import { workflowDefinitionSchema, type Run, type WorkflowDefinition } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { kindAlarm } from '../kind-alarm.ts';
import { unseenEdge } from './unseen-edge.ts';

const history = earlierRuns(400);
const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }, { id: 'store', dependencies: ['fetch', 'parse'] }],
});
const shortcut = (run: Run): Run => ({
  ...run,
  edges: [...run.edges, { from: 'fetch', to: 'store', origin: 'explicit', kind: 'needs' }],
});
const learnedWith = (definedAs: WorkflowDefinition | undefined) =>
  baselines.view(history.reduce((state, run) => baselines.add(state, viewOf(run, definedAs)), baselines.empty()));

describe('kindAlarm of edges', () => {
  it('has none of what the definition demands, where earlier runs were learned without it', () => {
    const run = viewOf(chainRun(usualChain, 400), definition);
    expect(kindAlarm(run, learnedWith(undefined), 0.05, 'edge')).toBeUndefined();
  });

  it('knows those that were recorded, where earlier runs were learned with a definition', () => {
    const run = viewOf(chainRun(usualChain, 400));
    expect(kindAlarm(run, learnedWith(definition), 0.05, 'edge')).toBeUndefined();
  });
});

testRule(unseenEdge, {
  valid: [
    { name: 'no history', run: shortcut(chainRun(usualChain, 0)) },
    { name: 'as usual', history, run: chainRun(usualChain, 400) },
    { name: 'of a new step, which is told itself', history, run: chainRun({ ...usualChain, surprise: 5 }, 400) },
    {
      name: 'new edges are usual',
      history: earlierRuns(400).map((run, index) => (index % 5 === 0 ? shortcut(run) : run)),
      run: shortcut(chainRun(usualChain, 400)),
    },
  ],
  invalid: [
    {
      name: 'a shortcut',
      history,
      run: shortcut(chainRun(usualChain, 400)),
      findings: [
        {
          messageId: 'unseen',
          at: ['fetch', 'store'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 401,
          data: { from: 'fetch', to: 'store', runs: 400 },
        },
      ],
    },
  ],
});
