import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { unresolvedDependency } from './unresolved-dependency.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'look-up', isOptional: true },
    { id: 'parse', dependencies: [{ on: 'fetch' }, { on: 'look-up' }] },
  ],
};
const parsed = (overrides: Partial<StepExecutionInput>) =>
  executionOf({ id: 'parse', stepId: 'parse', startMs: 1, endMs: 2, ...overrides });

testRule(unresolvedDependency, {
  valid: [
    { name: 'a single step without dependencies', definition, run: runOf([executionOf({ dependenciesResolved: [] })]) },
    { name: 'not recorded', definition, run: runOf([parsed({})]) },
    { name: 'all resolved', definition, run: runOf([parsed({ dependenciesResolved: ['look-up', 'fetch'] })]) },
    {
      name: 'the other failed, which another rule judges',
      definition,
      run: runOf([parsed({ dependenciesResolved: ['look-up'], dependenciesFailed: ['fetch'] })]),
    },
    {
      name: 'an optional step that this run did without',
      definition,
      run: runOf([parsed({ dependenciesResolved: ['fetch'] })]),
    },
    { name: 'a skipped step', definition, run: runOf([parsed({ dependenciesResolved: [], status: 'skipped' })]) },
    { name: 'no definition', run: runOf([parsed({ dependenciesResolved: [] })]) },
  ],
  invalid: [
    {
      name: 'one is not resolved',
      definition,
      run: runOf([executionOf(), parsed({ dependenciesResolved: [] })]),
      findings: [{ messageId: 'unresolved', at: ['parse'], data: { missing: '"fetch"' } }],
      message: 'Step "parse" ran although its dependency "fetch" was not resolved.',
    },
    {
      name: 'an optional step that ran, and two attempts',
      definition,
      run: runOf([
        executionOf({ id: 'look-up', stepId: 'look-up' }),
        parsed({ dependenciesResolved: ['fetch'], status: 'failed' }),
        parsed({ id: 'parse#2', attempt: 2, startMs: 2, endMs: 3, dependenciesResolved: ['look-up'] }),
      ]),
      findings: [{ messageId: 'unresolved', at: ['parse', 'parse#2'], data: { missing: '"look-up", "fetch"' } }],
    },
  ],
});
