import { deepestValue, isTooDeep } from '@faultline/core';
import type { IngestNote, Json } from '@faultline/model';
import { labelIn, SPAN_KIND, SPAN_STATUS, SpanIntake, statusMessageKey, type DocumentReader } from '@faultline/spans';
import { contentId } from './content-id.ts';
import { conversationsIn, isMessage, messageLists, type Conversation } from './conversations.ts';
import { turnsOf, type Turn } from './turns.ts';

const rootId = 'conversation';
/** The list of conversations, the conversation, its messages, the message. */
const levelsAround = 4;

/**
 * Reads transcripts into a table of spans: a conversation is a run, its root an execution around all turns, a message an
 * execution, or several where it holds the answers of several tools.
 */
export class TranscriptReader implements DocumentReader {
  readonly intake: SpanIntake;
  /** How many conversations have an id. */
  readonly #taken = new Map<string, number>();
  /** JSON Lines may have a message on each line. */
  readonly #lines: Json[] = [];

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where there is no conversation in it, or a value is nested too deep. */
  read(document: Json, line: number): void {
    if (isTooDeep(document, deepestValue + levelsAround)) this.intake.refuseDeep(`a message (line ${line})`);
    if (isMessage(document)) {
      this.#lines.push(document);
      return;
    }
    const conversations = conversationsIn(document);
    if (conversations.every((conversation) => conversation === undefined))
      this.intake.refuse(
        `the document (line ${line}) is no transcript: it has no messages, each with a role and a content.`,
        `Pass a list of messages, or an object that has one under one of ${messageLists.map((name) => `"${name}"`).join(', ')}.`,
      );
    for (const conversation of conversations) this.#add(conversation);
  }

  /** @throws FaultlineError where nothing could be kept. */
  finish(): void {
    if (this.#lines.length > 0) this.#add({ messages: this.#lines, id: contentId(this.#lines), outer: {} });
    this.intake.finish('a role and a content', 'messages');
  }

  #add(conversation: Conversation | undefined): void {
    const { intake } = this;
    const turns = turnsOf(conversation?.messages ?? []);
    if (conversation === undefined || conversation.messages.length === 0) {
      intake.readCount++;
      intake.table.drop();
      return;
    }
    const taken = (this.#taken.get(conversation.id) ?? 0) + 1;
    this.#taken.set(conversation.id, taken);
    const traceId = taken === 1 ? conversation.id : `${conversation.id}~${taken}`;
    intake.readCount += conversation.messages.length;
    const kept = new Set(turns.map(({ message }) => message));
    const trace = intake.table.traceOf(traceId);
    for (let left = conversation.messages.length - kept.size; left > 0; left--) intake.table.drop(trace);
    intake.splitCount += turns.length - kept.size;
    if (turns.length === 0) return;
    intake.splitCount++;
    this.#addRoot(conversation, traceId, turns, taken > 1 ? ['ingest/repeated-run-ids'] : []);
    for (const turn of turns) this.#addTurn(turn, traceId);
  }

  #addRoot({ outer }: Conversation, traceId: string, turns: readonly Turn[], notes: readonly IngestNote['id'][]): void {
    const attributes = new Map<string, Json>([['faultline.step.type', 'workflow']]);
    for (const [key, value] of Object.entries(outer)) attributes.set(`transcript.${key}`, value);
    const userId = labelIn(outer.user_id);
    if (userId !== undefined) {
      attributes.delete('transcript.user_id');
      attributes.set('user.id', userId);
    }
    this.intake.add({
      traceId,
      id: rootId,
      parentId: '',
      name: rootId,
      kind: SPAN_KIND.unspecified,
      startMs: 0,
      endMs: turns.reduce((last, { place }) => Math.max(last, place + 1), 0),
      status: SPAN_STATUS.unset,
      resource: new Map(),
      attributes,
      notes: [...notes, 'ingest/order-only'],
    });
  }

  #addTurn(turn: Turn, traceId: string): void {
    const attributes = new Map<string, Json>([
      ['faultline.step.id', turn.stepId],
      ['faultline.step.type', turn.type],
      ['output.value', turn.output],
    ]);
    if (turn.input !== undefined) attributes.set('input.value', turn.input);
    if (turn.follows.length > 0) attributes.set('faultline.depends_on', turn.follows);
    if (turn.callId !== '') attributes.set('gen_ai.tool.call.id', turn.callId);
    if (turn.addressee !== '') attributes.set('transcript.addressee', turn.addressee);
    if (turn.model !== undefined) attributes.set('gen_ai.request.model', turn.model);
    if (turn.failure !== '') attributes.set(statusMessageKey, turn.failure);
    this.intake.add({
      traceId,
      id: turn.id,
      parentId: rootId,
      name: turn.stepId,
      kind: SPAN_KIND.unspecified,
      startMs: turn.place,
      endMs: turn.place + 1,
      status: turn.hasFailed ? SPAN_STATUS.error : SPAN_STATUS.unset,
      resource: new Map(),
      attributes,
      notes: ['ingest/order-only', ...turn.notes],
    });
  }
}
