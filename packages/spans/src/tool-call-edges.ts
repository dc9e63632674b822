import type { Edge, Json } from '@faultline/model';
import { labelIn } from './attribute-text.ts';
import { flatMessages, flatToolCallId, toolCallIdKeys } from './conventions.ts';
import type { StepSpan } from './step-span.ts';

/**
 * Edges that follow a tool call id: from the model call that asked for the tool to the tool, and from the tool to the
 * first model call that was told its answer. Later calls repeat the conversation and add nothing. Expects order of time.
 * O(size of the messages).
 *
 *     llm  --asks "call_1"-->  search  --answers "call_1"-->  llm
 */
export function* toolCallEdges(steps: readonly StepSpan[]): Generator<Edge> {
  const toolsOf = Map.groupBy(
    steps.filter(({ execution }) => execution.type === 'tool'),
    ({ meant }) => labelIn(meant.toolCallId),
  );
  toolsOf.delete(undefined);
  if (toolsOf.size === 0) return;
  const answered = new Set<StepSpan>();
  /** The last model call before each tool that asked for it. */
  const askedBy = new Map<StepSpan, string>();
  for (const { execution } of steps) {
    if (execution.type !== 'llm') continue;
    for (const callId of toolCallsIn(execution, 'input', toolsOf))
      for (const tool of toolsOf.get(callId) ?? []) {
        if (answered.has(tool) || (tool.execution.endMs ?? Infinity) > execution.startMs) continue;
        answered.add(tool);
        yield dataflowEdge(tool.execution.id, execution.id);
      }
    for (const callId of toolCallsIn(execution, 'output', toolsOf))
      for (const tool of toolsOf.get(callId) ?? [])
        if (tool.execution.startMs >= execution.startMs) askedBy.set(tool, execution.id);
  }
  for (const [tool, modelCall] of askedBy) yield dataflowEdge(modelCall, tool.execution.id);
}

const dataflowEdge = (from: string, to: string): Edge => ({ from, to, origin: 'dataflow', kind: 'needs' });

/** Ids of known tool calls in the messages of a model call. */
function* toolCallsIn(
  { input, output, attributes = {} }: StepSpan['execution'],
  side: 'input' | 'output',
  known: ReadonlyMap<string | undefined, unknown>,
): Generator<string> {
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'string' && known.has(value) && key.startsWith(flatMessages[side]) && flatToolCallId.test(key))
      yield value;
  const payload = side === 'input' ? input : output;
  const open: Json[] = payload === undefined ? [] : [payload];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (typeof child === 'object') open.push(child);
      else if (typeof child === 'string' && toolCallIdKeys.has(key) && known.has(child)) yield child;
    }
  }
}
