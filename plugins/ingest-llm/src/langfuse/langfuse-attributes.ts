import type { Json } from '@faultline/model';
import { numberIn, objectIn, statusMessageKey, textIn, type JsonObject } from '@faultline/spans';
import { objectInText } from '../object-in-text.ts';
import { timeMsOf } from '../time-ms.ts';

/** Metrics by the names that usage and costs have in Langfuse and in the APIs that it copies them from. */
const usageMetrics: ReadonlyMap<string, string> = new Map([
  ['input', 'inputTokens'],
  ['output', 'outputTokens'],
  ['total', 'totalTokens'],
  ['input_cached_tokens', 'cachedInputTokens'],
  ['input_cache_read', 'cachedInputTokens'],
  ['cache_read_input_tokens', 'cachedInputTokens'],
  ['input_cache_creation', 'cacheWriteTokens'],
  ['cache_creation_input_tokens', 'cacheWriteTokens'],
  ['output_reasoning', 'reasoningTokens'],
  ['output_reasoning_tokens', 'reasoningTokens'],
]);
const costMetrics: ReadonlyMap<string, string> = new Map([
  ['input', 'inputCostUsd'],
  ['output', 'outputCostUsd'],
  ['total', 'costUsd'],
]);

/** Fields of an observation that keep the name they have in Langfuse's own telemetry. */
const kept = [
  ['modelParameters', 'langfuse.observation.model.parameters'],
  ['promptName', 'langfuse.observation.prompt.name'],
  ['promptVersion', 'langfuse.observation.prompt.version'],
  ['version', 'langfuse.version'],
] as const;

/** Attributes by which instrumentations say what a span does. */
const operations = ['openinference.span.kind', 'gen_ai.operation.name', 'ai.operationId'] as const;

/** What an observation says, as attributes: those its instrumentation set, below those that Langfuse made of them. */
export interface LangfuseAttributes {
  readonly attributes: Map<string, Json>;
  readonly resource: Map<string, Json>;
}

/** Reads metadata, which is JSON or a text of JSON, and the fields of an observation. */
export function langfuseAttributesOf(observation: JsonObject): LangfuseAttributes {
  const metadata = objectInText(observation.metadata);
  const attributes = new Map<string, Json>();
  for (const [key, value] of Object.entries(metadata ?? {})) {
    if (key === 'attributes' || key === 'resourceAttributes' || key === 'scope') continue;
    attributes.set(key, value);
  }
  for (const [key, value] of Object.entries(objectInText(metadata?.attributes) ?? {})) attributes.set(key, value);
  if (metadata === undefined && textIn(observation.metadata) !== undefined)
    attributes.set('langfuse.observation.metadata', observation.metadata ?? null);

  const give = (key: string, value: Json | undefined): void => {
    const isEmpty = value === undefined || value === null || Object.keys(objectIn(value) ?? { some: 1 }).length === 0;
    if (!isEmpty) attributes.set(key, value);
  };
  // Langfuse takes whatever names a model for a generation; what the instrumentation says of it is more.
  const isGuess = observation.type === 'GENERATION' && operations.some((key) => attributes.has(key));
  if (!isGuess) give('langfuse.observation.type', observation.type);
  for (const [field, key] of kept) give(key, observation[field]);
  give('input.value', observation.input);
  give('output.value', observation.output);
  if (!attributes.has('gen_ai.request.model'))
    give('gen_ai.request.model', observation.model ?? observation.providedModelName);
  give(statusMessageKey, observation.statusMessage);
  if (observation.level !== 'DEFAULT') give('langfuse.observation.level', observation.level);
  for (const [key, value] of metricsOf(observation)) attributes.set(`faultline.metrics.${key}`, value);
  return { attributes, resource: new Map(Object.entries(objectInText(metadata?.resourceAttributes) ?? {})) };
}

function* metricsOf(observation: JsonObject): Generator<readonly [name: string, value: number]> {
  const usage = objectInText(observation.usageDetails) ?? objectInText(observation.usage);
  for (const [key, value] of Object.entries(usage ?? {})) {
    const name = usageMetrics.get(key);
    const measured = numberIn(value);
    if (name !== undefined && measured !== undefined) yield [name, measured];
  }
  for (const [key, value] of Object.entries(objectInText(observation.costDetails) ?? {})) {
    const name = costMetrics.get(key);
    const measured = numberIn(value);
    if (name !== undefined && measured !== undefined) yield [name, measured];
  }
  const waitedMs = timeMsOf(observation.completionStartTime) - timeMsOf(observation.startTime);
  if (waitedMs >= 0) yield ['timeToFirstTokenMs', waitedMs];
}
