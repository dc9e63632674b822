import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { criticalDependencyFailed } from './critical-dependency-failed.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'diagnose', failureTolerance: 'low', dependencies: [{ on: 'fetch' }, { on: 'look-up', criticality: 'low' }] },
    { id: 'report', dependencies: [{ on: 'diagnose', criticality: 'high' }, { on: 'fetch' }] },
  ],
} as const;
const ran = (stepId: string, failed: string[], overrides: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: stepId, stepId, dependenciesFailed: failed, ...overrides });

testRule(criticalDependencyFailed, {
  valid: [
    { name: 'nothing recorded', definition, run: gantt`diagnose: ==` },
    { name: 'none failed', definition, run: runOf([ran('diagnose', [])]) },
    { name: 'a step that tolerates it', definition, run: runOf([ran('report', ['fetch'])]) },
    { name: 'an uncritical dependency', definition, run: runOf([ran('diagnose', ['look-up'])]) },
    { name: 'no definition', run: runOf([ran('diagnose', ['fetch'])]) },
  ],
  invalid: [
    {
      name: 'a critical step',
      definition,
      run: runOf([ran('diagnose', ['fetch', 'look-up'])]),
      findings: [{ messageId: 'ran', at: ['diagnose'], severity: 'error', data: { failed: '"fetch"' } }],
      message: 'Step "diagnose" ran although its dependency "fetch" had failed, which it does not tolerate.',
    },
    {
      name: 'a critical dependency of any step',
      definition,
      run: runOf([ran('report', ['diagnose', 'fetch'])]),
      findings: [{ messageId: 'ran', at: ['report'], data: { failed: '"diagnose"' } }],
    },
    {
      name: 'one that nobody declared, by the tolerance of the step',
      definition,
      run: runOf([ran('diagnose', ['other'])]),
      findings: [{ messageId: 'ran', at: ['diagnose'], data: { failed: '"other"' } }],
    },
    {
      name: 'a step that was rightly held back is a note',
      definition,
      run: runOf([ran('diagnose', ['fetch'], { status: 'skipped' })]),
      findings: [{ messageId: 'held', at: ['diagnose'], severity: 'info' }],
    },
  ],
});
