import type { IngestNote, Json } from '@faultline/model';
import { objectsIn, textIn, type JsonObject } from '@faultline/spans';
import { failureToldBy } from './failure-told.ts';
import { messageIn } from './message-shapes.ts';
import { speakerFinder } from './speakers.ts';
import { toolAnswersIn, toolCallsIn, type ToolAnswer } from './tool-calls.ts';

/** A message, or the answer of one tool in it, and where it stands in the order of the conversation. */
export interface Turn {
  readonly id: string;
  /** Place of the message in the conversation. */
  readonly message: number;
  readonly stepId: string;
  readonly type: string;
  /** Whom it is said to. Empty: nobody in particular. */
  readonly addressee: string;
  /** Turns of one place may have run side by side. */
  readonly place: number;
  /** What it followed, by recorded order. Tool calls with ids are followed by their ids instead. */
  readonly follows: readonly string[];
  readonly input: Json | undefined;
  readonly output: Json;
  /** Empty: none. */
  readonly callId: string;
  readonly model: Json | undefined;
  readonly hasFailed: boolean;
  /** Empty: nothing. */
  readonly failure: string;
  readonly notes: readonly IngestNote['id'][];
}

/** A turn while the ones after it are put in order. */
interface Open extends Turn {
  readonly raw: Json;
}

/** A tool call, and the turn that asked for it. */
interface Asked {
  readonly turn: Open;
  readonly name: string;
  readonly arguments: Json | undefined;
  isAnswered: boolean;
}

/**
 * Puts the messages of a conversation in order. A message follows all that was said since, tools follow the message that
 * asked for them, so that tools that were asked for together stand side by side:
 *
 *     user            0
 *     assistant       1   asks for a and b
 *     tool a, tool b  2   both
 *     assistant       3   was told both answers
 *
 * Members that are no messages are left out; `messages[turn.message]` is where a turn comes from. O(messages).
 */
export function turnsOf(messages: readonly Json[]): readonly Turn[] {
  const known = messages.map(messageIn);
  const speakerOf = speakerFinder(known.filter((message) => message !== undefined));
  const turns: Open[] = [];
  const asked = new Map<string, Asked>();
  let lastAsked: Asked | undefined;
  const unansweredOf = new Map<Open, number>();
  /** Turns that nothing has followed yet. */
  const front = new Set<Open>();

  const placed = (turn: Omit<Open, 'place' | 'follows' | 'id'>, after: Iterable<Open>, part: string): Open => {
    const earlier = [...after];
    const place = earlier.reduce((last, other) => Math.max(last, other.place), -1) + 1;
    const follows = earlier.filter((other) => !isToldById(other, turn)).map(({ id }) => id);
    const open = { ...turn, place, follows, id: `message-${turn.message}${part}` };
    turns.push(open);
    return open;
  };

  const answer = (told: ToolAnswer, message: number, part: string, raw: Json): void => {
    const key = told.callId === '' ? told.name : told.callId;
    const call = key === '' ? lastAsked : asked.get(key);
    const notes: IngestNote['id'][] = [];
    if (call === undefined) notes.push('ingest/unasked-answers');
    const toldFailure = failureToldBy(told.content);
    if (!told.isError && toldFailure !== undefined) notes.push('ingest/derived-statuses');
    const name = told.name === '' ? (call?.name ?? '') : told.name;
    const tool = {
      message,
      stepId: name === '' ? 'tool' : name,
      type: 'tool',
      addressee: '',
      input: call?.arguments,
      output: told.content ?? null,
      callId: told.callId,
      model: undefined,
      hasFailed: told.isError || toldFailure !== undefined,
      failure: toldFailure ?? '',
      notes,
      raw,
    };
    const turn = placed(tool, call === undefined ? front : [call.turn], part);
    if (call === undefined) front.clear();
    else front.delete(call.turn);
    front.add(turn);
    if (call === undefined || call.isAnswered) return;
    call.isAnswered = true;
    unansweredOf.set(call.turn, (unansweredOf.get(call.turn) ?? 1) - 1);
  };

  for (const [index, raw] of messages.entries()) {
    const message = known[index];
    if (message === undefined) continue;
    const answers = toolAnswersIn(message);
    const isOneAnswer = answers.length === 1;
    for (const [part, told] of answers.entries()) answer(told, index, isOneAnswer ? '' : `.${part + 1}`, raw);
    if (answers.length > 0 && !saysMore(message)) continue;
    const calls = toolCallsIn(message);
    const speaker = speakerOf(message);
    const isTool = speaker.type === 'tool';
    const failure = isTool ? failureToldBy(message.content) : undefined;
    const heard = Array.from(front, (other) => other.raw);
    const said = {
      message: index,
      ...speaker,
      input: heard.length === 0 || speaker.type === 'human' || speaker.type === 'preprocessing' ? undefined : heard,
      output: calls.length > 0 ? raw : (message.content ?? message.parts ?? null),
      callId: '',
      model: textIn(message.model),
      hasFailed: failure !== undefined,
      failure: failure ?? '',
      notes: failure === undefined ? [] : ['ingest/derived-statuses' as const],
      raw,
    };
    const turn = placed(said, front, answers.length > 0 ? '.0' : '');
    front.clear();
    front.add(turn);
    for (const call of calls) {
      lastAsked = { turn, name: call.name, arguments: call.arguments, isAnswered: false };
      asked.set(call.id === '' ? call.name : call.id, lastAsked);
    }
    if (calls.length > 0) unansweredOf.set(turn, calls.length);
  }
  return turns.map((turn) =>
    (unansweredOf.get(turn) ?? 0) > 0 ? { ...turn, notes: [...turn.notes, 'ingest/unanswered-calls'] } : turn,
  );
}

/** The ids of tool calls join models and tools: a stronger reason than order. */
const isToldById = (earlier: Pick<Turn, 'type' | 'callId'>, later: Pick<Turn, 'type' | 'callId'>): boolean =>
  (earlier.type === 'llm' && later.callId !== '') || (earlier.callId !== '' && later.type === 'llm');

/** Beside the answers of tools. */
const saysMore = (message: JsonObject): boolean =>
  message.role !== 'tool' &&
  message.role !== 'function' &&
  objectsIn(message.content).some(({ type }) => type !== 'tool_result');
