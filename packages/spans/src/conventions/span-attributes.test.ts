import { expect, it } from 'vitest';
import type { Json } from '@faultline/model';
import { runOfSpans } from '../table/table-of.test-support.ts';

const stepOf = (attributes: Readonly<Record<string, Json>>, name = 'work', status: 'unset' | 'error' = 'unset') =>
  runOfSpans([{ id: 'a', name, from: 0, to: 1, attributes, status }]).executions[0];

it('reads a model call of OpenInference', () => {
  expect(
    stepOf({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'm-1',
      'llm.token_count.prompt': 97,
      'llm.token_count.completion': 52,
      'input.value': '{"question":"why"}',
      'input.mime_type': 'application/json',
      'output.value': 'because',
      'output.mime_type': 'text/plain',
    }),
  ).toMatchObject({
    stepId: 'work',
    type: 'llm',
    input: { question: 'why' },
    output: 'because',
    metrics: { inputTokens: 97, outputTokens: 52 },
    attributes: { 'openinference.span.kind': 'LLM', model: 'm-1' },
  });
});

it('reads a model call of OpenTelemetry GenAI', () => {
  expect(
    stepOf(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'p',
        'gen_ai.request.model': 'm',
        'gen_ai.response.model': 'm-1',
        'gen_ai.usage.input_tokens': '97',
        'gen_ai.usage.cache_read.input_tokens': 3,
        'gen_ai.input.messages': '[{"role":"user"}]',
        'gen_ai.output.messages': [{ role: 'assistant' }],
        'gen_ai.agent.name': 'Planner',
      },
      'chat m',
    ),
  ).toMatchObject({
    stepId: 'chat m',
    type: 'llm',
    input: [{ role: 'user' }],
    output: [{ role: 'assistant' }],
    metrics: { inputTokens: 97, cachedInputTokens: 3 },
    attributes: { provider: 'p', model: 'm-1', 'gen_ai.request.model': 'm', 'gen_ai.agent.name': 'Planner' },
  });
});

it('reads older names of OpenTelemetry GenAI', () => {
  expect(
    stepOf({
      'gen_ai.system': 'p',
      'gen_ai.usage.prompt_tokens': 1,
      'gen_ai.usage.completion_tokens': 2,
      'gen_ai.prompt': 'a',
      'gen_ai.completion': 'b',
    }),
  ).toMatchObject({
    input: 'a',
    output: 'b',
    metrics: { inputTokens: 1, outputTokens: 2 },
    attributes: { provider: 'p' },
  });
});

it('prefers the current name where a span has both', () => {
  const step = stepOf({ 'gen_ai.usage.prompt_tokens': 1, 'gen_ai.usage.input_tokens': 2 });
  expect(step.metrics).toEqual({ inputTokens: 2 });
  expect(step.attributes).toEqual({ 'gen_ai.usage.prompt_tokens': 1 });
});

it.for([
  [{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'Planner' }, 'Planner', 'agent'],
  [{ 'openinference.span.kind': 'TOOL', 'tool.name': 'search' }, 'search', 'tool'],
  [{ 'gen_ai.operation.name': 'chat', 'gen_ai.agent.name': 'Planner' }, 'work', 'llm'],
  [{ 'gen_ai.operation.name': 'create_agent', 'gen_ai.agent.name': 'Planner' }, 'work', 'task'],
  [{ 'executor.id': 'e', 'gen_ai.agent.name': 'Planner' }, 'e', 'task'],
  [{ 'graph.node.id': 'n', 'executor.id': 'e' }, 'n', 'task'],
  [{ 'graph.node.id': 'g', langgraph_node: 'n' }, 'g', 'task'],
  [{ 'faultline.step.id': 'f', 'graph.node.id': 'g', 'faultline.step.type': 'synthesis' }, 'f', 'synthesis'],
] as const)('%j is the step "%s" of type %s', ([attributes, stepId, type]) => {
  expect(stepOf(attributes)).toMatchObject({ stepId, type });
});

it('takes numbers under "faultline.metrics." as metrics, and keeps what is no number', () => {
  const step = stepOf({
    'faultline.metrics.memoryMiB': 512,
    'faultline.metrics.__proto__': 1,
    'llm.cost.total': 'much',
  });
  expect(Object.entries(step.metrics)).toEqual([
    ['memoryMiB', 512],
    ['__proto__', 1],
  ]);
  expect(step.attributes).toEqual({ 'llm.cost.total': 'much' });
});

it('tells why a step failed, and keeps the class where it was mapped', () => {
  const step = stepOf(
    { 'exception.type': 'ReadTimeout', 'otel.status_description': 'too slow', 'exception.stacktrace': 'at x' },
    'work',
    'error',
  );
  expect(step.error).toEqual({ type: 'timeout', message: 'too slow', stack: 'at x' });
  expect(step.attributes).toEqual({ 'exception.type': 'ReadTimeout' });
});

it('reports no error of a step that caught one', () => {
  const step = stepOf({ 'exception.type': 'ReadTimeout', 'exception.message': 'too slow' });
  expect(step).not.toHaveProperty('error');
  expect(step.attributes).toEqual({ 'exception.type': 'ReadTimeout', 'exception.message': 'too slow' });
});
