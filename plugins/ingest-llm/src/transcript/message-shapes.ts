import type { Json } from '@faultline/model';
import { membersIn, objectIn, objectsIn, textIn, type JsonObject } from '@faultline/spans';
import { objectInText } from '../object-in-text.ts';

/** Members that say who speaks, and what is said, the better first. */
const whoKeys = ['agent', 'sender', 'speaker', 'author', 'agent_name'] as const;
const whatKeys = ['content', 'message', 'text', 'output', 'response', 'raw'] as const;
/** What a chat API calls what is said. */
const saidKeys = ['content', 'tool_calls', 'function_call', 'parts'] as const;

/** Pairs of members that make a message of an object: to recognise one by its names alone. */
export const messageMembers: readonly (readonly [who: readonly string[], what: readonly string[]])[] = [
  [['role', 'name'], saidKeys],
  [['from'], ['value']],
  [['type'], ['content', 'data']],
  [['kwargs'], ['kwargs']],
  [['source'], ['content']],
  [whoKeys, whatKeys],
];

/**
 * A message as chat APIs write it (`role`, `name`, `content`, `tool_calls`, `tool_call_id`), whichever of these it is:
 *
 *     { role, name?, content }                    OpenAI, Anthropic, chat logs
 *     { from: 'gpt', value }                      ShareGPT
 *     { type: 'ai', content }, { type, data }, { lc, id, kwargs }     LangChain, LangGraph
 *     { source, content, type? }                  AutoGen
 *     { agent, output }, { sender, message } ...  CrewAI, logs
 *
 * `undefined`: it is none. O(1), but for lists of tool calls.
 */
export function messageIn(value: Json): JsonObject | undefined {
  const fields = objectIn(value);
  if (fields === undefined) return undefined;
  const named = fields.role === undefined ? (shareGptMessage(fields) ?? langChainMessage(fields)) : undefined;
  return named ?? chatMessage(fields) ?? namedMessage(fields);
}

function chatMessage(fields: JsonObject): JsonObject | undefined {
  if ((textIn(fields.role) ?? textIn(fields.name)) === undefined) return undefined;
  return saidKeys.some((key) => fields[key] !== undefined) ? fields : undefined;
}

const shareGptRoles: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['gpt', 'assistant'],
  ['chatgpt', 'assistant'],
  ['function_call', 'assistant'],
  ['observation', 'tool'],
  ['function_response', 'tool'],
]);

function shareGptMessage({ from, value, name }: JsonObject): JsonObject | undefined {
  const who = textIn(from);
  if (who === undefined || value === undefined) return undefined;
  const role = shareGptRoles.get(who) ?? who;
  const call = who === 'function_call' ? objectInText(value) : undefined;
  return { role, content: value, ...(name !== undefined && { name }), ...(call && { function_call: call }) };
}

const langChainRoles: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['system', 'system'],
  ['developer', 'developer'],
  ['tool', 'tool'],
  ['function', 'function'],
]);

/** Messages as `message_to_dict`, `dumpd` and `model_dump` write them. */
function langChainMessage(fields: JsonObject): JsonObject | undefined {
  const inner = objectIn(fields.kwargs) ?? objectIn(fields.data) ?? fields;
  const role = [inner.type, fields.type, membersIn(fields.id).at(-1)]
    .map((name) => langChainRoles.get((textIn(name) ?? '').replace(/Message(Chunk)?$/, '').toLowerCase()))
    .find((known) => known !== undefined);
  return role === undefined || inner.content === undefined ? undefined : { ...inner, role };
}

/** Messages of AutoGen name their source, entries of logs an agent: what it said, asked tools for, or was answered. */
function namedMessage(fields: JsonObject): JsonObject | undefined {
  const said = whatKeys.map((key) => fields[key]).find((what) => what !== undefined && what !== null);
  // Logs of any program name a source.
  const told = fields.content === undefined ? whoKeys : ([...whoKeys, 'source'] as const);
  const who = told.map((key) => textIn(fields[key])?.trim()).find((name) => name !== undefined && name !== '');
  if (who === undefined || said === undefined) return undefined;
  const speaker = who === 'user' ? { role: 'user' } : { role: 'assistant', name: who };
  if (fields.type === 'ToolCallRequestEvent') return { ...speaker, content: null, tool_calls: said };
  if (fields.type !== 'ToolCallExecutionEvent') return { ...speaker, content: said };
  const results = objectsIn(said).map(({ call_id, ...result }) => ({
    ...result,
    type: 'tool_result',
    // JSON has no `undefined`: what is not there stays away.
    ...(call_id !== undefined && { tool_use_id: call_id }),
  }));
  return { role: 'user', content: results };
}
