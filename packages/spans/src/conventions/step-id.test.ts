import { describe, expect, it } from 'vitest';
import { withoutIds } from './step-id.ts';
import { runOfSpans, type Written } from '../table/table-of.test-support.ts';

it.for([
  ['fetch', 'fetch'],
  ['GET /users/{id}', 'GET /users/{id}'],
  ['GET /users/1234567', 'GET /users/*'],
  ['task-550e8400-e29b-41d4-a716-446655440000', 'task-*'],
  ['run_3f2a9c1b', 'run_*'],
  ['step 01ARZ3NDEKTSV4RRFFQ69G5FAV', 'step *'],
  ['trace 5b8efff798038103d269b633813fc60c end', 'trace * end'],
  ['chat gpt-4-0613', 'chat gpt-4-0613'],
  ['step 12', 'step 12'],
  ['facade effaced', 'facade effaced'],
  ['123456789', '*'],
  ['  padded ', 'padded'],
  ['', 'unnamed'],
] as const)('%j is the step "%s"', ([name, stepId]) => {
  expect(withoutIds(name)).toBe(stepId);
});

const stepIdsOf = (...spans: readonly Written[]): readonly string[] =>
  runOfSpans(spans).executions.map(({ stepId }) => stepId);

const uuid = '99981f6a-abd1-4d09-9fba-00e2ab172193';

it.for([
  ['an agent whose name is an id', `invoke_agent ${uuid}`, { 'gen_ai.agent.name': uuid }, 'invoke_agent *'],
  ['an agent with a name', 'invoke_agent planner', { 'gen_ai.agent.name': 'planner' }, 'planner'],
  ['a node with an id in its name', 'node', { 'graph.node.id': `search:${uuid}` }, 'search:*'],
  ['a declared step, as it stands', 'x', { 'faultline.step.id': `search:${uuid}` }, `search:${uuid}`],
  ['an executor', 'executor.process writer', { 'executor.id': 'writer' }, 'writer'],
  ['an executor whose id is no name', `executor.process ${uuid}`, { 'executor.id': uuid }, 'executor.process *'],
  ['a node in another script', 'node', { 'graph.node.id': '検索' }, '検索'],
  [
    'an entity that says its kind',
    'plan.task',
    { 'traceloop.span.kind': 'task', 'traceloop.entity.name': 'plan' },
    'plan',
  ],
  ['an entity handed down', 'openai.chat', { 'traceloop.entity.name': 'plan' }, 'openai.chat'],
  ['a call site', 'ai.embed', { 'ai.operationId': 'ai.embed', 'ai.telemetry.functionId': 'index' }, 'ai.embed index'],
  ['a call site in the name', 'ai.embed index', { 'ai.telemetry.functionId': 'index' }, 'ai.embed index'],
  ['a tool', 'ai.toolCall', { 'ai.operationId': 'ai.toolCall', 'ai.toolCall.name': 'search' }, 'search'],
  ['a task', 'execute_task draft', { 'gen_ai.task.name': 'draft' }, 'draft'],
  ['the name of an object that JavaScript has', 'node', { 'graph.node.id': '__proto__' }, '__proto__'],
] as const)('%s', ([_what, name, attributes, stepId]) => {
  expect(stepIdsOf({ id: 'a', name, to: 1, attributes })).toEqual([stepId]);
});

const node = (name: string, step: number, checkpoint: string) => ({
  langgraph_node: name,
  langgraph_step: step,
  langgraph_checkpoint_ns: checkpoint,
});

describe('LangGraph', () => {
  it('names a node, not what the node calls nor what called the graph', () => {
    expect(
      stepIdsOf(
        { id: 'r', name: 'LangGraph', from: 0, to: 9, attributes: node('agent', 1, 'agent:1') },
        { id: 'a', parent: 'r', name: 'agent', from: 1, to: 5, attributes: node('agent', 1, 'agent:1|agent:2') },
        { id: 'b', parent: 'a', name: 'ChatOpenAI', from: 2, to: 3, attributes: node('agent', 1, 'agent:1|agent:2') },
        { id: 'c', parent: 'a', name: 'agent.parse', from: 3, to: 4, attributes: node('agent', 1, 'agent:1|agent:2') },
        {
          id: 'd',
          parent: 'r',
          name: 'execute_task tools',
          from: 6,
          to: 8,
          attributes: node('tools', 2, 'agent:1|tools:3'),
        },
      ),
    ).toEqual(['LangGraph', 'agent', 'ChatOpenAI', 'agent.parse', 'tools']);
  });

  it.for([
    ['as a JSON text', { metadata: JSON.stringify({ checkpoint_ns: 'x', ...node('tools', 2, 'tools:3') }) }],
    ['as an object', { metadata: node('tools', 2, 'tools:3') }],
    ['entry by entry', { 'traceloop.association.properties.langgraph_node': 'tools' }],
  ] as const)('is found in metadata %s', ([_form, attributes]) => {
    expect(stepIdsOf({ id: 'a', name: 'tools.task', to: 1, attributes })).toEqual(['tools']);
  });

  it('takes metadata that is cut off as it is', () => {
    expect(stepIdsOf({ id: 'a', name: 'a', to: 1, attributes: { metadata: '{"langgraph_node": "to' } })).toEqual(['a']);
  });
});
