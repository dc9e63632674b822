import type { Json, StepExecution } from '@faultline/model';
import { entriesOf, parsed, valueAt } from '../payload.ts';

/** Why a model, or an agent, stopped. `length`: at its limit of tokens. `limit`: at its limit of turns or time. */
export type Stop = 'length' | 'filter' | 'limit' | 'tool-call';

/** What providers and frameworks call it. The first that matches wins. */
const words: readonly (readonly [pattern: RegExp, stop: Stop])[] = [
  // OpenAI, Azure, Mistral; Anthropic; Google; Vercel AI SDK.
  [/^(length|max_?(output_)?tokens|model_length|model_context_window_exceeded)$/i, 'length'],
  [/^(content[_-]?filter(ed)?|safety|recitation|blocklist|prohibited_content|spii|refusal)$/i, 'filter'],
  // Claude Agent SDK, AutoGen, OpenAI Agents SDK.
  [/^(error_)?max_?(turns|iterations|steps|messages)(_?(exceeded|reached))?$/i, 'limit'],
  [/^(tool_?calls?|tool-calls|tool_use|function_call)$/i, 'tool-call'],
];

/** LangChain's agent executors put this out instead of an answer. */
const limitText = /^Agent stopped due to (iteration limit|time limit|max iterations)/;

const attributeKeys = [
  'gen_ai.response.finish_reasons',
  'gen_ai.response.finish_reason',
  'gen_ai.completion.0.finish_reason',
  'ai.response.finishReason',
  'llm.response.finish_reason',
  'llm.response.stop_reason',
  'llm.finish_reason',
];

const memberKeys = ['finish_reason', 'finishReason', 'stop_reason', 'stopReason', 'subtype'];

/** Why an execution says that it stopped, in the attributes of its telemetry or in its output. O(messages of the output). */
export function stopOf({ attributes, output }: StepExecution): Stop | undefined {
  const said = attributeKeys.flatMap((key) => textsIn(valueAt(attributes, key)));
  const told = said.length > 0 ? said : reasonsIn(output);
  for (const [pattern, stop] of words) if (told.some((reason) => pattern.test(reason))) return stop;
  return typeof output === 'string' && limitText.test(output) ? 'limit' : undefined;
}

/** A reason, several, or several as JSON. */
function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string' && !value.startsWith('[')) return [value];
  const several = parsed(value);
  return Array.isArray(several) ? several.filter((one): one is string => typeof one === 'string') : [];
}

/** Messages stand in the output itself, in a list, or under `choices`. */
function reasonsIn(output: Json | undefined): readonly string[] {
  const choices = valueAt(output, 'choices') ?? output;
  const messages: readonly Json[] = Array.isArray(choices) ? choices.slice(0, mostMessages) : [choices ?? null];
  return messages.flatMap((message) =>
    entriesOf(message).flatMap(([key, value]) => (memberKeys.includes(key) ? textsIn(value) : [])),
  );
}

const mostMessages = 20;
