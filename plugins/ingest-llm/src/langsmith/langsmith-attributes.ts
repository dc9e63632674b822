import type { Json } from '@faultline/model';
import { membersIn, numberIn, objectIn, objectsIn, statusMessageKey, textIn, type JsonObject } from '@faultline/spans';

/** Step types by run type. A chain may be anything. */
const stepTypes: ReadonlyMap<string, string> = new Map([
  ['llm', 'llm'],
  ['tool', 'tool'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
  ['prompt', 'preprocessing'],
]);

/** Metadata under which a conversation is named, the better first, and whom it is with. */
const sessionKeys = ['session_id', 'conversation_id', 'thread_id'] as const;

/** What a run says, as attributes. */
export function langsmithAttributesOf(run: JsonObject, isRoot: boolean): Map<string, Json> {
  const extra = objectIn(run.extra);
  const metadata = objectIn(extra?.metadata) ?? {};
  const outputs = objectIn(run.outputs);
  const attributes = new Map<string, Json>();
  const give = (key: string, value: Json | undefined): void => {
    if (value !== undefined && value !== null && value !== '') attributes.set(key, value);
  };
  for (const [key, value] of Object.entries(metadata)) give(key, value);
  attributes.delete('user_id');
  give('user.id', metadata.user_id);
  if (isRoot) {
    give(
      'session.id',
      sessionKeys.map((key) => metadata[key]).find((value) => value !== undefined),
    );
    give('langsmith.project', run.session_name);
  }
  const runType = textIn(run.run_type) ?? '';
  give('langsmith.run_type', runType);
  give('faultline.step.type', stepTypes.get(runType));
  give('input.value', run.inputs);
  give('output.value', run.outputs);
  if (runType === 'tool') give('gen_ai.tool.call.id', toolCallIdIn(outputs) ?? metadata.tool_call_id);
  if (membersIn(run.tags).length > 0) give('langsmith.tags', run.tags);
  for (const [key, value] of errorOf(textIn(run.error))) give(key, value);
  // Of a chain the platform counts what the models inside it used.
  if (runType === 'llm')
    for (const [name, value] of usageOf(run, metadata, outputs)) give(`faultline.metrics.${name}`, value);
  return attributes;
}

/** `ValueError('no such page')`, then Python's stack: the class, the first line, all of it. */
function errorOf(error: string | undefined): readonly (readonly [key: string, value: Json])[] {
  if (error === undefined) return [];
  const end = error.indexOf('\n');
  const firstLine = end < 0 ? error : error.slice(0, end);
  const type = /^([A-Za-z_][\w.]*)\(/.exec(firstLine) ?? /^([A-Za-z_][\w.]*(?:Error|Exception)): /.exec(firstLine);
  return [
    [statusMessageKey, firstLine],
    ['error.type', type?.[1] ?? ''],
    ['exception.stacktrace', end < 0 ? '' : error],
  ];
}

/** A tool answers with a message, as it is or as LangChain serialises it. */
function toolCallIdIn(outputs: JsonObject | undefined): Json | undefined {
  const message = objectIn(outputs?.output) ?? outputs;
  return message?.tool_call_id ?? objectIn(message?.kwargs)?.tool_call_id;
}

/** Tokens and costs, from wherever integrations leave them. */
function* usageOf(
  run: JsonObject,
  metadata: JsonObject,
  outputs: JsonObject | undefined,
): Generator<readonly [name: string, value: number]> {
  const usage =
    objectIn(outputs?.usage_metadata) ??
    objectIn(metadata.usage_metadata) ??
    usageInGenerations(outputs) ??
    objectIn(objectIn(outputs?.llm_output)?.token_usage) ??
    objectIn(outputs?.usage) ??
    {};
  const inputs = objectIn(usage.input_token_details) ?? {};
  const generated = objectIn(usage.output_token_details) ?? {};
  const measured = {
    inputTokens: usage.input_tokens ?? usage.prompt_tokens ?? run.prompt_tokens,
    outputTokens: usage.output_tokens ?? usage.completion_tokens ?? run.completion_tokens,
    totalTokens: usage.total_tokens ?? run.total_tokens,
    cachedInputTokens: inputs.cache_read,
    cacheWriteTokens: inputs.cache_creation,
    reasoningTokens: generated.reasoning,
    inputCostUsd: run.prompt_cost ?? usage.input_cost,
    outputCostUsd: run.completion_cost ?? usage.output_cost,
    costUsd: run.total_cost ?? usage.total_cost,
  };
  for (const [name, value] of Object.entries(measured)) {
    const number = numberIn(value);
    if (number !== undefined) yield [name, number];
  }
}

/** LangChain: one list of candidates for each prompt. */
function usageInGenerations(outputs: JsonObject | undefined): JsonObject | undefined {
  const [generation] = objectsIn(membersIn(outputs?.generations)[0]);
  const message = objectIn(generation?.message);
  return objectIn((objectIn(message?.kwargs) ?? message)?.usage_metadata);
}
