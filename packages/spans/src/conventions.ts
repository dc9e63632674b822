/**
 * What telemetry calls things, as data: the one place where attribute names of instrumentations are known.
 * In each list the first name that a span has wins. Names are of Faultline itself, OpenTelemetry GenAI (current, then
 * older ones) and OpenInference; a further convention is further names here.
 */

/** Attributes that have a place of their own in a step execution or a run: they are not repeated among its attributes. */
export const modelledAttributes = {
  stepType: ['faultline.step.type'],
  item: ['faultline.item'],
  attempt: ['faultline.attempt'],
  dependsOn: ['faultline.depends_on'],
  input: ['input.value', 'gen_ai.tool.call.arguments', 'gen_ai.input.messages', 'gen_ai.prompt', 'input'],
  output: ['output.value', 'gen_ai.tool.call.result', 'gen_ai.output.messages', 'gen_ai.completion', 'output'],
  inputMimeType: ['input.mime_type'],
  outputMimeType: ['output.mime_type'],
  subjectId: ['user.id', 'enduser.id'],
} as const;

/** Attributes that decide something and are kept as well: they say more than what was decided. */
export const decisiveAttributes = {
  stepId: ['faultline.step.id', 'graph.node.id', 'langgraph_node', 'executor.id'],
  workflowId: ['faultline.workflow.id', 'gen_ai.workflow.name'],
  agentName: ['gen_ai.agent.name', 'agent.name'],
  toolName: ['gen_ai.tool.name', 'tool.name'],
  spanKind: ['openinference.span.kind'],
  operation: ['gen_ai.operation.name'],
  graphParent: ['graph.node.parent_id'],
  toolCallId: ['gen_ai.tool.call.id', 'tool_call.id'],
  session: ['session.id', 'gen_ai.conversation.id'],
  errorType: ['error.type', 'exception.type'],
  errorMessage: ['otel.status_description', 'exception.message', 'error.message'],
  errorStack: ['exception.stacktrace'],
} as const;

/** Attributes that get one name whatever the convention. */
export const renamedAttributes = {
  model: ['gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'embedding.model_name'],
  provider: ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'llm.system'],
} as const;

/** Attributes that are metrics of a step execution. */
export const metricAttributes = {
  inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'],
  outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion'],
  totalTokens: ['llm.token_count.total'],
  cachedInputTokens: ['gen_ai.usage.cache_read.input_tokens', 'llm.token_count.prompt_details.cache_read'],
  cacheWriteTokens: ['gen_ai.usage.cache_creation.input_tokens', 'llm.token_count.prompt_details.cache_write'],
  reasoningTokens: ['llm.token_count.completion_details.reasoning'],
  costUsd: ['gen_ai.usage.cost', 'llm.cost.total'],
  inputCostUsd: ['llm.cost.prompt'],
  outputCostUsd: ['llm.cost.completion'],
} as const;

/** An attribute `faultline.metrics.memoryMiB` is the metric `memoryMiB`. */
export const metricPrefix = 'faultline.metrics.';

/** Resource attributes of the root span that are circumstances of the run. */
export const contextAttributes = {
  service: ['service.name'],
  release: ['service.version'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  region: ['cloud.region'],
} as const;

/** Events of a span whose attributes are read as if they were its own. */
export const readEvents: ReadonlySet<string> = new Set([
  'exception',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
]);

/** Step types by what a span says it is, in lower case: span kinds of OpenInference, operations of GenAI. */
export const stepTypes: ReadonlyMap<string, string> = new Map([
  ['llm', 'llm'],
  ['embedding', 'embedding'],
  ['chain', 'task'],
  ['retriever', 'retriever'],
  ['reranker', 'reranker'],
  ['tool', 'tool'],
  ['agent', 'agent'],
  ['guardrail', 'guardrail'],
  ['evaluator', 'validation'],
  ['prompt', 'preprocessing'],
  ['chat', 'llm'],
  ['generate_content', 'llm'],
  ['text_completion', 'llm'],
  ['embeddings', 'embedding'],
  ['retrieval', 'retriever'],
  ['search_memory', 'retriever'],
  ['execute_tool', 'tool'],
  ['invoke_agent', 'agent'],
  ['invoke_workflow', 'workflow'],
]);

/** Why something failed, by the class or code of its error; the first pattern that matches wins. */
export const failureTypes: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/time[d_ -]{0,2}out|deadline.?exceeded|^(408|504)$/i, 'timeout'],
  [/cancel|abort/i, 'cancelled'],
  [/rate.?limit|quota|out.?of.?memory|resource.?exhausted|too.?many.?requests|^429$/i, 'resource_exhaustion'],
  [/validation|invalid.?argument|^(400|422)$/i, 'validation_error'],
  [/connection|unavailable|api.?error|^5\d\d$/i, 'external_service_error'],
];

/** Why something failed, by its message, where nothing else is known. */
export const failureMessages: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/\btime[d -]{0,2}out\b|\bdeadline exceeded\b/i, 'timeout'],
  [/\bcancell?ed\b/i, 'cancelled'],
];

/** Keys under which messages name the tool call that they ask for or answer. */
export const toolCallIdKeys: ReadonlySet<string> = new Set(['id', 'call_id', 'tool_call_id', 'tool_use_id']);
/** Flattened messages: their keys begin so and end in the name of a tool call. */
export const flatMessages = { input: 'llm.input_messages.', output: 'llm.output_messages.' } as const;
export const flatToolCallId = /\.(tool_call\.id|tool_call_id)$/;
