import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { messageLists } from './conversations.ts';
import { messageMembers } from './message-shapes.ts';
import { transcriptNotes } from './transcript-notes.ts';
import { TranscriptReader } from './transcript-reader.ts';

/** Reads what agents said to each other, to tools and to people: one run for each conversation. */
export const transcript = defineIngester({
  id: 'ingest-llm/transcript',
  description:
    'Reads transcripts: messages of OpenAI, Anthropic, ShareGPT, LangChain and AutoGen, chat logs of several agents.',
  formats: ['transcript'],
  options: z.strictObject({}),
  notes: transcriptNotes,
  recognizes: certaintyOf,
  read: (bytes, context) => runsOfJson(bytes, context, transcriptNotes, new TranscriptReader(context.source)),
});

/** Others have messages inside of them as well, so whoever recognises more of the input goes first. */
function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  const has = (names: readonly string[]): boolean => names.some((name) => keys.has(name));
  const isInside = (names: readonly string[]): boolean => names.some((name) => text.includes(`"${name}"`));
  const [chat, ...others] = messageMembers;
  if (chat !== undefined && keys.has('role') && has(chat[1])) return 0.6;
  if (has(messageLists) || (keys.has('values') && /"messages"\s*:/.test(text))) {
    if (messageMembers.some((members) => members.every(isInside))) return 0.6;
    // A long first message may be cut off before it is told who speaks.
    const isCutOff = !/[\]}]\s*$/.test(text);
    return isCutOff && messageMembers.some(([, said]) => isInside(said)) ? 0.3 : 0;
  }
  return others.some(([who, what]) => has(who) && has(what)) ? 0.3 : 0;
}
