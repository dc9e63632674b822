import { expect, it } from 'vitest';
import type { Run } from '@faultline/model';
import { edgeTexts, runOfSpans, type Written } from '../table/table-of.test-support.ts';

const crew = (...tasks: readonly object[]): Written => ({
  id: 'crew',
  name: 'Crew.kickoff',
  from: 0,
  to: 99,
  attributes: { crew_tasks: JSON.stringify(tasks) },
});
const task = (id: string, from: number, to: number): Written => ({
  id,
  parent: 'crew',
  name: 'Task._execute_core',
  from,
  to,
  attributes: { task_id: `uuid of ${id}` },
});
const listed = (id: string, agent: string, context: readonly string[] | null, isAsync = false) => ({
  id: `uuid of ${id}`,
  description: `do ${id}`,
  agent_role: agent,
  'async_execution?': isAsync,
  context,
});
const planOf = ({ definition }: Run) =>
  definition?.steps.map(({ id, dependencies }) => [id, dependencies.map(({ on }) => on)]);

it('a task is called after its agent, with its number where that one has several', () => {
  const run = runOfSpans([
    crew(listed('a', 'Researcher', null), listed('b', 'Writer', null), listed('c', 'Researcher', ['do a'])),
    task('a', 1, 2),
    task('b', 3, 4),
    task('c', 5, 7),
    { ...task('x', 5, 5), parent: 'c', name: 'Task Created', attributes: { task_id: 'uuid of c' } },
    { ...task('y', 6, 7), parent: 'c', name: 'completion', attributes: { task_id: 'uuid of c' } },
  ]);
  expect(run.executions.map(({ stepId }) => stepId)).toEqual([
    'Crew.kickoff',
    'Researcher 1',
    'Writer',
    'Task Created',
    'Researcher 3',
    'completion',
  ]);
  expect(edgeTexts(run)).toEqual(['a -> c (framework)']);
});

it('tasks run one after the other, but for those that are asynchronous', () => {
  const run = runOfSpans([
    crew(
      listed('a', 'Planner', null),
      listed('b', 'Searcher', null, true),
      listed('c', 'Reader', null, true),
      listed('d', 'Writer', ['do a', 'unknown', 'do d']),
      listed('e', 'Editor', null),
    ),
    task('a', 1, 2),
  ]);
  expect(planOf(run)).toEqual([
    ['Planner', []],
    ['Searcher', ['Planner']],
    ['Reader', ['Planner']],
    ['Writer', ['Searcher', 'Reader', 'Planner']],
    ['Editor', ['Writer']],
  ]);
});

it('what a crew announces beside its tasks is known, and optional', () => {
  const { definition } = runOfSpans([
    crew(listed('a', 'Planner', null)),
    { id: 'c', parent: 'crew', name: 'Crew Created', from: 0, to: 1 },
    task('a', 1, 2),
  ]);
  expect(definition?.steps.map(({ id, isOptional }) => [id, isOptional])).toEqual([
    ['Planner', false],
    ['Crew Created', true],
  ]);
});

it.for(['', 'no list', '[]', '[1, null]', '{"id": 1}'])('a list of tasks that is %j lists none', (text) => {
  const run = runOfSpans([{ ...crew(), attributes: { crew_tasks: text } }, task('a', 1, 2)]);
  expect([planOf(run), run.executions[1].stepId]).toEqual([undefined, 'Task._execute_core']);
});
