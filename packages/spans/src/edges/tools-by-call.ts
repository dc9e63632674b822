import type { Json } from '@faultline/model';
import { textIn } from '../conventions/attribute-text.ts';
import { canonicalText } from '../conventions/canonical-text.ts';
import { toolCallIdKeys } from '../conventions/conventions.ts';
import { payloadOf } from '../conventions/payload.ts';
import type { StepSpan } from '../runs/step-span.ts';
import { textsIn } from '../table/text-list.ts';

/**
 * Executions of tools by the calls that they answer: as they say, or as their output says. Where neither does, the only
 * call of that tool with those arguments is meant. Some frameworks give a tool the id of the run beside that of the call.
 * O(steps), and the size of outputs where a tool does not say its call.
 */
export function toolsByCall(steps: readonly StepSpan[]): ReadonlyMap<string, readonly StepSpan[]> {
  const tools = new Map<string, StepSpan[]>();
  const unnamed: StepSpan[] = [];
  for (const step of steps) {
    const isTool = step.execution.type === 'tool';
    const said = isTool ? textsIn(step.meant.toolCallId) : none;
    const callIds = said.length > 0 ? said : answeredCalls(step.execution.output);
    for (const callId of callIds) pushTo(tools, callId, step);
    if (callIds.length === 0 && isTool) unnamed.push(step);
  }
  if (unnamed.length > 0) nameByArguments(steps, unnamed, tools);
  return tools;
}

const none: readonly string[] = [];

/** The call that a message of a tool says it answers; LangChain writes messages as `{ lc, kwargs }`. */
function answeredCalls(output: Json | undefined): readonly string[] {
  const fields = fieldsIn(output);
  const callId = textIn(fields?.['tool_call_id']) ?? textIn(fieldsIn(fields?.['kwargs'])?.['tool_call_id']);
  return callId === undefined ? none : [callId];
}

function nameByArguments(
  steps: readonly StepSpan[],
  unnamed: readonly StepSpan[],
  tools: Map<string, StepSpan[]>,
): void {
  const callIds = new Map<string, Set<string>>();
  for (const { execution } of steps) {
    if (execution.type !== 'llm' || execution.output === undefined) continue;
    for (const { key, callId } of callsIn(execution.output)) {
      const same = callIds.get(key) ?? new Set();
      callIds.set(key, same.add(callId));
    }
  }
  if (callIds.size === 0) return;
  const byKey = Map.groupBy(unnamed, ({ execution }) => callKey(execution.stepId, execution.input));
  for (const [key, ids] of callIds) {
    const [step, ...others] = byKey.get(key) ?? [];
    const [callId, ...further] = ids;
    if (step !== undefined && callId !== undefined && others.length === 0 && further.length === 0)
      pushTo(tools, callId, step);
  }
}

/** Objects that name a call, a tool and its arguments: `{ id, name, arguments }` or `{ id, function: { ... } }`. */
function* callsIn(output: Json | undefined): Generator<{ readonly key: string; readonly callId: string }> {
  const open: Json[] = output === undefined ? [] : [output];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) if (typeof child === 'object') open.push(child);
    const fields = fieldsIn(value);
    if (fields === undefined) continue;
    const called = fieldsIn(fields['function']) ?? fields;
    const name = textIn(called['name']);
    const given = called['arguments'];
    if (name === undefined || given === undefined) continue;
    // The id of an item comes before that of its call: both may be what is asked for.
    for (const idKey of toolCallIdKeys) {
      const callId = textIn(fields[idKey]);
      if (callId === undefined || (idKey === 'id' && fields['call_id'] !== undefined)) continue;
      yield { key: callKey(name, payloadOf(given, undefined)), callId };
      break;
    }
  }
}

const callKey = (tool: string, given: Json | undefined): string => JSON.stringify([tool, canonicalText(given)]);

type Fields = Readonly<Partial<Record<string, Json>>>;

const fieldsIn = (value: Json | undefined): Fields | undefined =>
  // What is an object and no list has text keys.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

function pushTo(groups: Map<string, StepSpan[]>, key: string, step: StepSpan): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [step]);
  else group.push(step);
}
