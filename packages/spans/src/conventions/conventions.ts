/**
 * What telemetry calls things, as data: the one place where attribute names of instrumentations are known.
 * In each list the first name that a span has wins, whatever the convention; a further convention is further names here.
 * `conventionTable` turns all of it into documentation.
 */

/** The vocabularies that are read. */
export const conventions = {
  faultline: 'Faultline',
  openTelemetry: 'OpenTelemetry',
  genAi: 'OpenTelemetry GenAI',
  olderGenAi: 'OpenTelemetry GenAI, older names',
  openInference: 'OpenInference',
  openLlmetry: 'OpenLLMetry',
  vercel: 'Vercel AI SDK',
  langGraph: 'LangGraph',
  crewAi: 'CrewAI',
  openAiAgents: 'OpenAI Agents',
  microsoft: 'Microsoft Agent Framework',
  autoGen: 'AutoGen',
  mastra: 'Mastra',
  langfuse: 'Langfuse',
  orq: 'Orq',
} as const;

/** The name of a convention. */
export type Convention = (typeof conventions)[keyof typeof conventions];

/** What attributes are read for, and their names by convention. */
export interface Meaning {
  /** What such an attribute says; completes "The attribute is ...". */
  readonly says: string;
  readonly names: readonly (readonly [convention: Convention, ...attributes: string[]])[];
}

const {
  faultline,
  openTelemetry,
  genAi,
  olderGenAi,
  openInference,
  openLlmetry,
  vercel,
  langGraph,
  crewAi,
  openAiAgents,
  microsoft,
  mastra,
  langfuse,
  orq,
} = conventions;

type Meanings = Readonly<Record<string, Meaning>>;

/** Attributes that have a place of their own in a step execution or a run: they are not repeated among its attributes. */
export const modelledAttributes = {
  stepType: { says: 'the type of the step', names: [[faultline, 'faultline.step.type']] },
  item: { says: 'which item of the step this is', names: [[faultline, 'faultline.item']] },
  attempt: { says: 'which attempt this is', names: [[faultline, 'faultline.attempt']] },
  dependsOn: { says: 'what this step needed: span ids or step ids', names: [[faultline, 'faultline.depends_on']] },
  clock: { says: 'the clock that the times were read from', names: [[faultline, 'faultline.clock']] },
  input: {
    says: 'the input',
    names: [
      [openInference, 'input.value'],
      [genAi, 'gen_ai.tool.call.arguments', 'gen_ai.input.messages'],
      [openLlmetry, 'traceloop.entity.input', 'gen_ai.task.input'],
      [vercel, 'ai.toolCall.args', 'ai.prompt.messages', 'ai.prompt', 'ai.value', 'ai.values'],
      [
        mastra,
        'mastra.agent_run.input',
        'mastra.workflow_run.input',
        'mastra.workflow_step.input',
        'mastra.tool_call.input',
        'mastra.mcp_tool_call.input',
      ],
      [langfuse, 'langfuse.observation.input'],
      [olderGenAi, 'gen_ai.prompt', 'input'],
    ],
  },
  output: {
    says: 'the output',
    names: [
      [openInference, 'output.value'],
      [genAi, 'gen_ai.tool.call.result', 'gen_ai.output.messages'],
      [openLlmetry, 'traceloop.entity.output', 'gen_ai.task.output'],
      [vercel, 'ai.toolCall.result', 'ai.response.object', 'ai.response.text', 'ai.embedding', 'ai.embeddings'],
      [
        mastra,
        'mastra.agent_run.output',
        'mastra.workflow_run.output',
        'mastra.workflow_step.output',
        'mastra.tool_call.output',
        'mastra.mcp_tool_call.output',
      ],
      [langfuse, 'langfuse.observation.output'],
      [olderGenAi, 'gen_ai.completion', 'output'],
    ],
  },
  inputMimeType: { says: 'the MIME type of the input', names: [[openInference, 'input.mime_type']] },
  outputMimeType: { says: 'the MIME type of the output', names: [[openInference, 'output.mime_type']] },
  subjectId: {
    says: 'whom the run is about (kept apart from everything else)',
    names: [
      [openInference, 'user.id'],
      [openTelemetry, 'enduser.id'],
      [langfuse, 'langfuse.user.id', 'langfuse.trace.userId'],
      [openLlmetry, 'traceloop.association.properties.user_id'],
      [vercel, 'ai.telemetry.metadata.userId'],
    ],
  },
} as const satisfies Meanings;

/** Attributes that decide something and are kept as well: they say more than what was decided. */
export const decisiveAttributes = {
  stepId: { says: 'the step', names: [[faultline, 'faultline.step.id']] },
  nodeId: {
    says: 'the step, ids in it left out',
    names: [
      [openInference, 'graph.node.id'],
      [microsoft, 'executor.id'],
      [openLlmetry, 'gen_ai.task.name'],
    ],
  },
  workflowId: {
    says: 'the workflow',
    names: [
      [faultline, 'faultline.workflow.id'],
      [genAi, 'gen_ai.workflow.name'],
      [microsoft, 'workflow.name'],
      [openLlmetry, 'traceloop.workflow.name'],
      [langfuse, 'langfuse.trace.name'],
    ],
  },
  agentName: {
    says: 'the step, where the span is an agent',
    names: [
      [genAi, 'gen_ai.agent.name'],
      [openInference, 'agent.name'],
    ],
  },
  toolName: {
    says: 'the step, where the span is a tool',
    names: [
      [genAi, 'gen_ai.tool.name'],
      [openInference, 'tool.name'],
      [vercel, 'ai.toolCall.name'],
    ],
  },
  entityName: { says: 'the step, where the span says its kind', names: [[openLlmetry, 'traceloop.entity.name']] },
  callSite: { says: 'which call in the program this is', names: [[vercel, 'ai.telemetry.functionId']] },
  spanKind: {
    says: 'the type of the step',
    names: [
      [openInference, 'openinference.span.kind'],
      [openLlmetry, 'traceloop.span.kind'],
      [mastra, 'mastra.span.type'],
      [langfuse, 'langfuse.observation.type'],
    ],
  },
  operation: {
    says: 'the type of the step, where no kind is said',
    names: [
      [genAi, 'gen_ai.operation.name'],
      [vercel, 'ai.operationId'],
    ],
  },
  graphParent: { says: 'the node that this one followed', names: [[openInference, 'graph.node.parent_id']] },
  toolCallId: {
    says: 'the tool call that a tool answered',
    names: [
      [genAi, 'gen_ai.tool.call.id'],
      [openInference, 'tool_call.id'],
      [vercel, 'ai.toolCall.id'],
    ],
  },
  toolCalls: { says: 'the tool calls that a model asked for', names: [[vercel, 'ai.response.toolCalls']] },
  handoffFrom: {
    says: 'the agent that handed over',
    names: [
      [genAi, 'gen_ai.agent.handoff.source.name'],
      [openLlmetry, 'gen_ai.handoff.from_agent'],
      [openAiAgents, 'handoff.from_agent', 'from_agent'],
    ],
  },
  handoffTo: {
    says: 'the agent that took over',
    names: [
      [genAi, 'gen_ai.agent.handoff.target.name'],
      [openLlmetry, 'gen_ai.handoff.to_agent'],
      [openAiAgents, 'handoff.to_agent', 'to_agent'],
    ],
  },
  graphNode: {
    says: 'the node of the graph; spans inside of the node repeat it',
    names: [[langGraph, 'langgraph_node']],
  },
  superstep: { says: 'the superstep of the node', names: [[langGraph, 'langgraph_step']] },
  triggers: { says: 'what set the node off', names: [[langGraph, 'langgraph_triggers']] },
  checkpoint: {
    says: 'the graph that the node is of',
    names: [[langGraph, 'langgraph_checkpoint_ns', 'checkpoint_ns']],
  },
  messageSource: { says: 'the executor that sent a message', names: [[microsoft, 'message.source_id']] },
  messageTarget: { says: 'the executor that received a message', names: [[microsoft, 'message.target_id']] },
  deliveryStatus: { says: 'whether the message arrived', names: [[microsoft, 'edge_group.delivery_status']] },
  taskId: { says: 'the task that the span works on', names: [[crewAi, 'task_id']] },
  taskKey: { says: 'the task, the same in every run', names: [[crewAi, 'task_key']] },
  tasks: { says: 'the tasks and what each needs', names: [[crewAi, 'crew_tasks']] },
  workflowInstance: { says: 'the workflow as it was built', names: [[microsoft, 'workflow.id']] },
  workflowGraph: {
    says: 'the definition: executors and edge groups',
    names: [[microsoft, 'workflow.definition']],
  },
  graphNodes: { says: 'the definition: names of nodes', names: [[openLlmetry, 'gen_ai.workflow.nodes']] },
  graphEdges: { says: 'the definition: texts "source -> target"', names: [[openLlmetry, 'gen_ai.workflow.edges']] },
  drawnGraph: { says: 'the definition: nodes and edges', names: [[orq, 'orq.trace.graph']] },
  session: {
    says: 'the session of the run',
    names: [
      [openInference, 'session.id'],
      [genAi, 'gen_ai.conversation.id'],
      [langfuse, 'langfuse.session.id'],
    ],
  },
  errorType: {
    says: 'the class of the error',
    names: [
      [openTelemetry, 'error.type', 'exception.type'],
      [microsoft, 'build.error.type'],
    ],
  },
  errorMessage: {
    says: 'the message of the error',
    names: [
      [openTelemetry, 'otel.status_description', 'exception.message', 'error.message'],
      [microsoft, 'build.error.message'],
    ],
  },
  errorStack: { says: 'the stack of the error', names: [[openTelemetry, 'exception.stacktrace']] },
} as const satisfies Meanings;

/** Attributes that get one name whatever the convention. */
export const renamedAttributes = {
  model: {
    says: 'the model',
    names: [
      [genAi, 'gen_ai.response.model', 'gen_ai.request.model'],
      [openInference, 'llm.model_name', 'embedding.model_name'],
      [vercel, 'ai.response.model', 'ai.model.id'],
      [langGraph, 'ls_model_name'],
    ],
  },
  provider: {
    says: 'the provider of the model',
    names: [
      [genAi, 'gen_ai.provider.name'],
      [olderGenAi, 'gen_ai.system'],
      [openInference, 'llm.provider', 'llm.system'],
      [vercel, 'ai.model.provider'],
      [langGraph, 'ls_provider'],
    ],
  },
} as const satisfies Meanings;

/** Attributes that are metrics of a step execution. */
export const metricAttributes = {
  inputTokens: {
    says: 'a metric',
    names: [
      [genAi, 'gen_ai.usage.input_tokens'],
      [olderGenAi, 'gen_ai.usage.prompt_tokens'],
      [openInference, 'llm.token_count.prompt'],
      [vercel, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
    ],
  },
  outputTokens: {
    says: 'a metric',
    names: [
      [genAi, 'gen_ai.usage.output_tokens'],
      [olderGenAi, 'gen_ai.usage.completion_tokens'],
      [openInference, 'llm.token_count.completion'],
      [vercel, 'ai.usage.outputTokens', 'ai.usage.completionTokens'],
    ],
  },
  totalTokens: {
    says: 'a metric',
    names: [
      [openInference, 'llm.token_count.total'],
      [openLlmetry, 'llm.usage.total_tokens', 'gen_ai.usage.total_tokens'],
      [vercel, 'ai.usage.totalTokens'],
    ],
  },
  cachedInputTokens: {
    says: 'a metric',
    names: [
      [genAi, 'gen_ai.usage.cache_read.input_tokens'],
      [openInference, 'llm.token_count.prompt_details.cache_read'],
      [openLlmetry, 'gen_ai.usage.cache_read_input_tokens'],
      [vercel, 'ai.usage.cachedInputTokens'],
    ],
  },
  cacheWriteTokens: {
    says: 'a metric',
    names: [
      [genAi, 'gen_ai.usage.cache_creation.input_tokens'],
      [openInference, 'llm.token_count.prompt_details.cache_write'],
      [openLlmetry, 'gen_ai.usage.cache_creation_input_tokens'],
    ],
  },
  reasoningTokens: {
    says: 'a metric',
    names: [
      [openInference, 'llm.token_count.completion_details.reasoning'],
      [openLlmetry, 'gen_ai.usage.reasoning_tokens'],
      [vercel, 'ai.usage.reasoningTokens'],
    ],
  },
  costUsd: {
    says: 'a metric',
    names: [
      [genAi, 'gen_ai.usage.cost'],
      [openInference, 'llm.cost.total'],
    ],
  },
  inputCostUsd: { says: 'a metric', names: [[openInference, 'llm.cost.prompt']] },
  outputCostUsd: { says: 'a metric', names: [[openInference, 'llm.cost.completion']] },
} as const satisfies Meanings;

/** An attribute `faultline.metrics.memoryMiB` is the metric `memoryMiB`. */
export const metricPrefix = 'faultline.metrics.';

/** Attributes under which some instrumentations hand on the metadata of a framework, as an object or a JSON text of one. */
export const metadataAttributes: ReadonlySet<string> = new Set([
  'metadata',
  'langfuse.observation.metadata',
  'langfuse.trace.metadata',
]);

/** Prefixes under which they hand it on entry by entry. */
export const metadataPrefixes = [
  'metadata.',
  'traceloop.association.properties.',
  'langsmith.metadata.',
  'langfuse.observation.metadata.',
  'ai.telemetry.metadata.',
] as const;

/** What is understood in metadata. People write their own there, so only names that nobody else would use. */
export const metadataMeanings: ReadonlySet<string> = new Set(['graphNode', 'superstep', 'triggers', 'checkpoint']);

/** Resource attributes of the root span that are circumstances of the run. */
export const contextAttributes = {
  service: ['service.name'],
  release: ['service.version'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  region: ['cloud.region'],
} as const;

/**
 * Resource attributes that tell one clock from another: the first of each list. Processes of one machine count as
 * different, because SDKs take the time once and count on by a timer of their own.
 */
export const clockAttributes = [
  ['service.name'],
  ['host.id', 'host.name', 'k8s.pod.uid', 'k8s.pod.name', 'container.id'],
  ['service.instance.id', 'process.pid'],
] as const;

/** Events of a span whose attributes are read as if they were its own. */
export const readEvents: ReadonlySet<string> = new Set([
  'exception',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
]);

/**
 * Spans that only carry a message, by the first word of their name: a link to one of them means the step that sent it,
 * which is its parent.
 */
export const relaySpans: ReadonlySet<string> = new Set(['message.send']);

/** Spans by which a framework says that something is there or begins: they stand beside steps and are none. */
export const announcements: ReadonlySet<string> = new Set(['Task Created', 'Crew Created', '__start__']);

/** Step types by what a span says it is, in lower case. */
export const stepTypeNames: readonly (readonly [convention: Convention, types: Readonly<Record<string, string>>])[] = [
  [
    openInference,
    {
      llm: 'llm',
      embedding: 'embedding',
      chain: 'task',
      retriever: 'retriever',
      reranker: 'reranker',
      tool: 'tool',
      agent: 'agent',
      guardrail: 'guardrail',
      evaluator: 'validation',
      prompt: 'preprocessing',
    },
  ],
  [
    genAi,
    {
      chat: 'llm',
      generate_content: 'llm',
      text_completion: 'llm',
      embeddings: 'embedding',
      retrieval: 'retriever',
      search_memory: 'retriever',
      execute_tool: 'tool',
      create_agent: 'task',
      invoke_agent: 'agent',
      invoke_workflow: 'workflow',
      plan: 'task',
    },
  ],
  [
    openLlmetry,
    { workflow: 'workflow', task: 'task', execute_task: 'task', llm_request: 'llm', vector_db_retrieve: 'retriever' },
  ],
  [langfuse, { generation: 'llm' }],
  [
    vercel,
    {
      'ai.generatetext': 'agent',
      'ai.generatetext.dogenerate': 'llm',
      'ai.streamtext': 'agent',
      'ai.streamtext.dostream': 'llm',
      'ai.generateobject': 'task',
      'ai.generateobject.dogenerate': 'llm',
      'ai.streamobject': 'task',
      'ai.streamobject.dostream': 'llm',
      'ai.toolcall': 'tool',
      'ai.embed': 'task',
      'ai.embed.doembed': 'embedding',
      'ai.embedmany': 'task',
      'ai.embedmany.doembed': 'embedding',
      'ai.rerank': 'task',
      'ai.rerank.dorerank': 'reranker',
    },
  ],
  [openAiAgents, { function: 'tool', response: 'llm', turn: 'task', handoff: 'handoff', mcp_tools: 'task' }],
  [microsoft, { 'workflow.run': 'workflow', 'workflow.build': 'task', 'executor.process': 'task' }],
  [
    mastra,
    {
      agent_run: 'agent',
      workflow_run: 'workflow',
      model_generation: 'llm',
      model_step: 'task',
      tool_call: 'tool',
      mcp_tool_call: 'tool',
      workflow_step: 'task',
      workflow_conditional: 'task',
      workflow_conditional_eval: 'task',
      workflow_parallel: 'task',
      workflow_loop: 'task',
      workflow_sleep: 'task',
      workflow_wait_event: 'human',
      processor_run: 'guardrail',
      generic: 'task',
    },
  ],
];

/** Conventions whose kinds and operations span names begin with: `"execute_tool search"`. */
export const namingConventions: ReadonlySet<Convention> = new Set([openInference, genAi, microsoft]);

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
export const toolCallIdKeys: ReadonlySet<string> = new Set([
  'id',
  'call_id',
  'tool_call_id',
  'tool_use_id',
  'toolCallId',
]);
/** Flattened messages: their keys begin so and end in the name of a tool call. */
export const flatMessages = {
  input: ['llm.input_messages.', 'gen_ai.prompt.'],
  output: ['llm.output_messages.', 'gen_ai.completion.'],
} as const;
export const flatToolCallId = /\.(tool_call\.id|tool_call_id|tool_calls\.\d+\.id)$/;
