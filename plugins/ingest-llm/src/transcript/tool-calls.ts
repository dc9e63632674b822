import type { Json } from '@faultline/model';
import { membersIn, objectIn, objectsIn, textIn, type JsonObject } from '@faultline/spans';

/** A tool call that a message asks for. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Json | undefined;
}

/** The tool calls of a message as OpenAI (`tool_calls`, `function_call`) and Anthropic (`tool_use` parts) write them. */
export function toolCallsIn(message: JsonObject): readonly ToolCall[] {
  const calls = objectsIn(message.tool_calls).map((call) => {
    const asked = objectIn(call.function) ?? call;
    return { id: textIn(call.id) ?? '', name: textIn(asked.name) ?? '', arguments: asked.arguments ?? asked.args };
  });
  const older = objectIn(message.function_call);
  if (older !== undefined) calls.push({ id: '', name: textIn(older.name) ?? '', arguments: older.arguments });
  for (const part of objectsIn(message.content))
    if (part.type === 'tool_use')
      calls.push({ id: textIn(part.id) ?? '', name: textIn(part.name) ?? '', arguments: part.input });
  return calls;
}

/** The answer of a tool. */
export interface ToolAnswer {
  /** Empty: not told. */
  readonly callId: string;
  readonly name: string;
  readonly content: Json | undefined;
  readonly isError: boolean;
}

/** The answers in a message: it is one (roles `tool` and `function`), or holds some (`tool_result` parts of Anthropic). */
export function toolAnswersIn(message: JsonObject): readonly ToolAnswer[] {
  if (message.role === 'tool' || message.role === 'function') {
    const isError = message.is_error === true || message.status === 'error';
    const name = textIn(message.name) ?? '';
    return [{ callId: textIn(message.tool_call_id) ?? '', name, content: message.content, isError }];
  }
  return membersIn(message.content).flatMap((member) => {
    const part = objectIn(member);
    if (part?.type !== 'tool_result') return [];
    return [
      { callId: textIn(part.tool_use_id) ?? '', name: '', content: part.content, isError: part.is_error === true },
    ];
  });
}
