import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { unexplainedSkip } from './unexplained-skip.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'parse', dependencies: ['fetch'] },
    { id: 'mail', isOptional: true, dependencies: ['fetch'] },
  ],
};

testRule(unexplainedSkip, {
  valid: [
    { name: 'no definition', run: gantt`fetch: /` },
    { name: 'a single step that ran', definition, run: gantt`fetch: ==` },
    {
      name: 'its dependency failed',
      definition,
      run: gantt`
        fetch: ==x
        parse:    /
      `,
    },
    { name: 'its dependency never ran', definition, run: gantt`parse: /` },
    {
      name: 'an optional step',
      definition,
      run: gantt`
        fetch: ==
        mail :   /
      `,
    },
    {
      name: 'the workflow engine says what failed',
      definition,
      run: runOf([
        executionOf(),
        executionOf({ id: 'parse', stepId: 'parse', status: 'skipped', dependenciesFailed: ['quota'] }),
      ]),
    },
    {
      name: 'it blames a dependency that failed',
      definition,
      run: gantt`
        fetch: ==x
        parse:    =x { failure: dependency_failure }
      `,
    },
    {
      name: 'it failed for another reason',
      definition,
      run: gantt`
        fetch: ==
        parse:   =x { failure: timeout }
      `,
    },
  ],
  invalid: [
    {
      name: 'all it needs was there',
      definition,
      run: gantt`
        fetch: ==
        parse:   /
      `,
      findings: [{ messageId: 'skipped', at: ['parse'], severity: 'warning' }],
      message: 'Step "parse" was skipped although what it depends on completed: "fetch".',
    },
    {
      name: 'it needs nothing',
      definition,
      run: gantt`fetch: /`,
      findings: [{ messageId: 'first', at: ['fetch'] }],
    },
    {
      name: 'it blames a dependency that completed',
      definition,
      run: gantt`
        fetch: ==
        parse:   =x { failure: dependency_failure }
      `,
      findings: [{ messageId: 'blamed', at: ['parse'] }],
      message: 'Step "parse" failed with "dependency_failure" although no dependency of it failed.',
    },
    {
      name: 'items of one step are one finding',
      definition,
      run: gantt`
        fetch   : ==
        parse[a]:   /
        parse[b]:   /
      `,
      findings: [{ messageId: 'skipped', at: ['parse[a]', 'parse[b]'] }],
    },
  ],
});
