import { AnalysisEngine, definePlugin } from '@faultline/core';
import { workflowDefinitionSchema, type Run, type StepExecutionInput } from '@faultline/model';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { failureRules } from './failure-rules.ts';

const engine = new AnalysisEngine([definePlugin({ name: 'failure', rules: failureRules })]);

const chain = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }, { id: 'rank', dependencies: ['parse'] }],
});
const approval = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [{ id: 'approve' }, { id: 'pay', dependencies: ['approve'] }],
  constraints: [{ kind: 'only-after', step: 'pay', after: 'approve' }],
});

const completed = (run: Run): Run => ({ ...run, status: 'completed' });
const failed = (run: Run): Run => ({ ...run, status: 'failed' });
const agent = (more: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: 'agent', stepId: 'agent', type: 'agent', endMs: 40, ...more });
/** Calls of one tool by the agent, one after the other. */
const calls = (count: number, more: Partial<StepExecutionInput>) =>
  Array.from({ length: count }, (_, index) =>
    executionOf({
      id: `search-${index}`,
      stepId: 'search',
      item: String(index),
      type: 'tool',
      parentId: 'agent',
      startMs: index * 4 + 1,
      endMs: index * 4 + 4,
      input: { q: 'x' },
      ...more,
    }),
  );
const answer = executionOf({
  id: 'answer',
  stepId: 'answer',
  type: 'llm',
  parentId: 'agent',
  startMs: 20,
  endMs: 30,
  input: 'Go on.',
  output: 'It will rain all day.',
});
const refused = { status: 'failed', error: { type: 'validation_error', message: '' } } as const;

/** What typical failures make the rules say: who owns each, and what is a note beside it. */
const cases: readonly (readonly [what: string, run: Run, says: readonly string[], definition?: typeof chain])[] = [
  [
    'a 503 that is tried again and passes',
    completed(gantt`
      fetch  : ==x      { failure: external_service_error }
      fetch#2:     ====
    `),
    ['info failed-step'],
  ],
  [
    'three 503s without a pause, then it passes',
    completed(gantt`
      fetch  : ==x         { failure: external_service_error }
      fetch#2:    ==x      { failure: external_service_error }
      fetch#3:       ==x   { failure: external_service_error }
      fetch#4:          ==
    `),
    ['warning retry-storm', 'info failed-step'],
  ],
  [
    'three 503s, given up',
    failed(gantt`
      agent    : ===========x  { failure: external_service_error }
        fetch  :  ==x          { failure: external_service_error }
        fetch#2:     ==x       { failure: external_service_error }
        fetch#3:        ==x    { failure: external_service_error }
    `),
    ['error failed-step', 'info retry-storm'],
  ],
  [
    'a chain of three',
    failed(gantt`
      fetch: ==x   { failure: external_service_error }
      parse:    /
      rank :     /
    `),
    ['error failed-step', 'info cascading-failure'],
    chain,
  ],
  [
    'a chain of three that fail in turn',
    failed(gantt`
      fetch: ==x      { failure: external_service_error }
      parse:    =x    { failure: dependency_failure }
      rank :      =x  { failure: dependency_failure }
    `),
    ['error failed-step', 'info cascading-failure'],
    chain,
  ],
  [
    'a caller that times out on a hanging tool',
    failed(gantt`
      agent : =========x  { failure: timeout }
        plan:  =          { type: llm }
        tool:   ========x { type: tool, failure: cancelled }
    `),
    ['error cascading-timeout'],
  ],
  [
    'a swallowed error',
    completed(gantt`
      agent : =========
        plan:  =        { type: llm }
        tool:   =====x  { type: tool, failure: external_service_error }
    `),
    ['warning swallowed-error'],
  ],
  [
    'an empty answer',
    runOf([agent(), ...calls(1, { type: 'retriever', output: [] }), answer]),
    ['warning silent-failure'],
  ],
  [
    'an error put out as an answer',
    runOf([agent(), ...calls(1, { output: { error: 'no such city as Atlantis' } }), answer]),
    ['warning silent-failure'],
  ],
  [
    'an approval that timed out, and was not waited for',
    completed(gantt`
      approve: ==x    { failure: timeout }
      pay    :    ==
    `),
    ['error policy-violation', 'warning failed-step'],
    approval,
  ],
  ['a loop', runOf([agent(), ...calls(5, { output: 'none' })]), ['warning loop']],
  [
    'a loop up to the limit of turns',
    runOf([agent({ attributes: { 'llm.finish_reason': 'max_turns' } }), ...calls(5, { output: 'none' })]),
    ['warning loop', 'info premature-end'],
  ],
  [
    'an answer cut off',
    runOf([agent(), { ...answer, attributes: { 'llm.finish_reason': 'length' } }]),
    ['warning premature-end'],
  ],
  [
    'wrong arguments, again and again',
    runOf([agent({ output: 'I could not do it.' }), ...calls(3, refused)]),
    ['warning failed-step', 'info repeated-wrong-arguments'],
  ],
  [
    'wrong arguments, then right ones',
    runOf([
      agent(),
      ...calls(1, refused),
      ...calls(2, { input: { q: 'y' }, output: 'rain all day' }).slice(1),
      { ...answer, input: 'rain all day' },
    ]),
    ['info failed-step'],
  ],
  [
    'a result that nobody used',
    runOf([agent(), ...calls(1, { output: { condition: 'sunshine all day' } }), answer]),
    ['warning ignored-tool-result'],
  ],
];

it.each(cases.map(([what, run, says, definition]) => ({ what, run, says, definition })))('$what', async (one) => {
  const { run, says, definition } = one;
  const { findings } = await engine.analyze(run, definition === undefined ? {} : { definition });
  const told = findings
    // What broke first, of all places together, is a note beside every failure.
    .filter(({ ruleId }) => ruleId.startsWith('failure/') && ruleId !== 'failure/root-cause')
    .map(({ severity, ruleId }) => `${severity} ${ruleId.replace('failure/', '')}`);
  expect(told.toSorted()).toEqual(says.toSorted());
});

it('lets one error or warning at most speak of each failure', () => {
  const owners = cases.map(([, , says]) => says.filter((one) => !one.startsWith('info')));
  // Whoever went on without an approval did wrong beside whoever did not give it.
  expect(owners.filter(({ length }) => length > 1)).toEqual([['error policy-violation', 'warning failed-step']]);
});
