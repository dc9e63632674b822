import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { messageLists } from './conversations.ts';
import { transcriptNotes } from './transcript-notes.ts';
import { TranscriptReader } from './transcript-reader.ts';

/** Reads what agents said to each other, to tools and to people: one run for each conversation. */
export const transcript = defineIngester({
  id: 'ingest-llm/transcript',
  description: 'Reads transcripts: messages with tool calls of OpenAI and Anthropic, chat logs of several agents.',
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
  const isMessages = keys.has('role') && ['content', 'tool_calls', 'parts'].some((key) => keys.has(key));
  if (isMessages) return 0.6;
  const hasList = messageLists.some((name) => keys.has(name));
  return hasList && /"role"\s*:/.test(text) ? 0.6 : 0;
}
