import { expect, it } from 'vitest';
import { stepTypeOf } from './step-type.ts';

it.for([
  ['LLM', undefined, 'anything', 'llm'],
  ['CHAIN', undefined, 'anything', 'task'],
  ['RETRIEVER', 'chat', 'anything', 'retriever'],
  ['UNKNOWN', 'chat', 'anything', 'llm'],
  [undefined, 'execute_tool', 'anything', 'tool'],
  [undefined, 'invoke_workflow', 'anything', 'workflow'],
  [undefined, undefined, 'invoke_agent Planner', 'agent'],
  [undefined, undefined, 'chat gpt-4', 'llm'],
  [undefined, undefined, 'execute_tool', 'tool'],
  [undefined, undefined, 'agent', 'task'],
  [undefined, undefined, 'fetch', 'task'],
  [7, {}, '', 'task'],
] as const)('kind %j, operation %j, name %j: %s', ([kind, operation, name, type]) => {
  expect(stepTypeOf(kind, operation, name)).toBe(type);
});
