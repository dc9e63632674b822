import type { Json } from '@faultline/model';
import { labelIn, objectIn, type JsonObject } from '@faultline/spans';
import { contentId } from './content-id.ts';
import { messageIn } from './message-shapes.ts';

/** Messages in order, and what is said of all of them. */
export interface Conversation {
  readonly messages: readonly Json[];
  /** Names the run. */
  readonly id: string;
  /** The members beside the messages that are texts, numbers or booleans. */
  readonly outer: JsonObject;
}

/** The names that a list of messages goes by, the better first. */
export const messageLists = [
  'messages',
  'history',
  'traj',
  'trajectory',
  'conversation',
  'conversations',
  'chat_history',
  'tasks_output',
] as const;

/** The names that an id of a conversation goes by, the better first. */
const idKeys = ['conversation_id', 'thread_id', 'session_id', 'question_ID', 'question_id', 'trace_id', 'id'] as const;

/** Whether it is a message of someone. */
export const isMessage = (value: Json): boolean => messageIn(value) !== undefined;

/**
 * Finds the conversations in a document: a list of messages, an object that has one under a usual name, or a list of such
 * objects. `undefined` stands for a member that is neither.
 */
export function conversationsIn(document: Json): readonly (Conversation | undefined)[] {
  if (!Array.isArray(document)) return [conversationIn(document)];
  const members = document as readonly Json[];
  const isList = members.some(isMessage);
  return isList ? [{ messages: members, id: contentId(members), outer: {} }] : members.map(conversationIn);
}

function conversationIn(value: Json): Conversation | undefined {
  const fields = objectIn(value);
  if (fields === undefined) return undefined;
  // A state of LangGraph has its members in `values`.
  const holders = [fields, objectIn(fields.values)];
  const lists = holders.flatMap((holder) => messageLists.map((name) => holder?.[name]));
  const messages = lists.find((list) => Array.isArray(list));
  if (messages === undefined) return undefined;
  const outer = Object.fromEntries(Object.entries(fields).filter(([, member]) => typeof member !== 'object'));
  return { messages: messages as readonly Json[], id: idIn(fields) ?? contentId(fields), outer };
}

function idIn(fields: JsonObject): string | undefined {
  const trial = labelIn(fields.trial);
  const task = labelIn(fields.task_id);
  // A benchmark runs a task several times.
  if (task !== undefined) return trial === undefined ? `task-${task}` : `task-${task}-trial-${trial}`;
  return idKeys.map((key) => labelIn(fields[key])).find((id) => id !== undefined);
}
