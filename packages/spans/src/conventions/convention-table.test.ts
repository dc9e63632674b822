import { expect, it } from 'vitest';
import { conventionTable } from './convention-table.ts';
import { conventions } from './conventions.ts';
import { runOfSpans } from '../table/table-of.test-support.ts';

it('has a row of every name, once', () => {
  const names = conventionTable.map(({ convention, attribute }) => `${convention}: ${attribute}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('LangGraph: langgraph_triggers');
});

it('knows something of every convention', () => {
  const known = new Set(conventionTable.map(({ convention }) => convention));
  // AutoGen writes names of OpenTelemetry GenAI and none of its own.
  expect(Object.values(conventions).filter((convention) => !known.has(convention))).toEqual(['AutoGen']);
});

it.for([
  ['traceloop.span.kind', 'workflow', 'workflow'],
  ['traceloop.span.kind', 'unknown', 'task'],
  ['mastra.span.type', 'model_generation', 'llm'],
  ['mastra.span.type', 'workflow_wait_event', 'human'],
  ['ai.operationId', 'ai.generateText.doGenerate', 'llm'],
  ['ai.operationId', 'ai.streamText summarise', 'agent'],
  ['langfuse.observation.type', 'generation', 'llm'],
  ['gen_ai.operation.name', 'execute_task', 'task'],
] as const)('%s "%s" is a step of type "%s"', ([attribute, word, type]) => {
  expect(runOfSpans([{ id: 'a', to: 1, attributes: { [attribute]: word } }]).executions[0].type).toBe(type);
});

it.for([
  [
    { 'ai.usage.promptTokens': 3, 'ai.usage.completionTokens': 4 },
    { inputTokens: 3, outputTokens: 4 },
  ],
  [{ 'gen_ai.usage.input_tokens': 1, 'ai.usage.inputTokens': 3 }, { inputTokens: 1 }],
] as const)('the metrics of %j are %j', ([attributes, metrics]) => {
  expect(runOfSpans([{ id: 'a', to: 1, attributes }]).executions[0].metrics).toEqual(metrics);
});

it.for([
  ['ai.toolCall.args', 'ai.toolCall.result'],
  ['traceloop.entity.input', 'traceloop.entity.output'],
  ['gen_ai.prompt', 'gen_ai.completion'],
  ['mastra.agent_run.input', 'mastra.agent_run.output'],
] as const)('%s and %s are input and output', ([input, output]) => {
  const run = runOfSpans([{ id: 'a', to: 1, attributes: { [input]: '{"q": 1}', [output]: 'yes' } }]);
  expect(run.executions[0]).toMatchObject({ input: { q: 1 }, output: 'yes' });
});

it.for([
  [{}, undefined],
  [{ 'service.name': 'triage' }, 'triage'],
  [{ 'service.name': 'triage', 'host.name': 'h', 'process.pid': 7 }, 'triage/h/7'],
  [{ 'host.id': 'i', 'host.name': 'h' }, 'i'],
  [{ 'service.name': 'unknown_service:node', 'process.pid': 7 }, '7'],
] as const)('the clock of %j is %j', ([resource, clock]) => {
  expect(runOfSpans([{ id: 'a', to: 1, resource }]).executions[0].clock).toBe(clock);
});

it('a clock that a span names itself counts', () => {
  const attributes = { 'faultline.clock': 'lab' };
  expect(runOfSpans([{ id: 'a', to: 1, attributes, resource: { 'service.name': 'x' } }]).executions[0].clock).toBe(
    'lab',
  );
});
