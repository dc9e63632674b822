import type { Join, Json } from '@faultline/model';
import { flatMessages, flatToolCallId, toolCallIdKeys } from '../conventions/conventions.ts';
import { edge } from './edge.ts';
import { payloadOf } from '../conventions/payload.ts';
import type { StepSpan } from '../runs/step-span.ts';
import { textsIn } from '../table/text-list.ts';
import { toolsByCall } from './tools-by-call.ts';

/**
 * Edges that follow a tool call id: from the model call that asked for the tool to the tool, and from the tool to the
 * first model call that was told its answer. Later calls repeat the conversation and add nothing. Expects order of time.
 * O(size of the messages).
 *
 *     llm  --asks "call_1"-->  search  --answers "call_1"-->  llm
 */
export function* toolCallEdges(steps: readonly StepSpan[]): Generator<Join> {
  const toolsOf = toolsByCall(steps);
  if (toolsOf.size === 0) return;
  const answered = new Set<StepSpan>();
  /** The last model call before each tool that asked for it. */
  const askedBy = new Map<StepSpan, string>();
  for (const step of steps) {
    const { execution } = step;
    if (execution.type !== 'llm') continue;
    for (const callId of toolCallsIn(step, 'input', toolsOf))
      for (const tool of toolsOf.get(callId) ?? []) {
        if (answered.has(tool) || (tool.execution.endMs ?? Infinity) > execution.startMs) continue;
        answered.add(tool);
        yield edge(tool.execution.id, execution.id, 'dataflow');
      }
    for (const callId of toolCallsIn(step, 'output', toolsOf))
      for (const tool of toolsOf.get(callId) ?? [])
        if (tool.execution.startMs >= execution.startMs) askedBy.set(tool, execution.id);
  }
  for (const [tool, modelCall] of askedBy) yield edge(modelCall, tool.execution.id, 'dataflow');
}

/** Ids of known tool calls in the messages of a model call. */
function* toolCallsIn(
  { execution: { input, output, attributes = {} }, meant }: StepSpan,
  side: 'input' | 'output',
  known: ReadonlyMap<string, unknown>,
): Generator<string> {
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'string' && known.has(value) && isToolCall(key, flatMessages[side])) yield value;
  const payloads = side === 'input' ? [input] : [output, payloadOf(meant.toolCalls, undefined)];
  const open: Json[] = payloads.filter((payload) => payload !== undefined);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (toolCallIdKeys.has(key)) yield* textsIn(child).filter((callId) => known.has(callId));
      else if (typeof child === 'object') open.push(child);
    }
  }
}

const isToolCall = (key: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => key.startsWith(prefix)) && flatToolCallId.test(key);
