import { defineIngester } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { transcriptNotes } from './transcript-notes.ts';
import { TranscriptReader } from './transcript-reader.ts';

/**
 * Reads ChatML: one conversation, as text.
 *
 *     <|im_start|>user
 *     How many lamps?<|im_end|>
 *     <|im_start|>assistant name=Counter
 *     31.<|im_end|>
 */
export const chatMl = defineIngester({
  id: 'ingest-llm/chat-ml',
  description: 'Reads transcripts in ChatML: roles and texts between marks.',
  formats: ['ChatML'],
  options: z.strictObject({}),
  notes: transcriptNotes,
  recognizes: (head) => (new TextDecoder().decode(head).trimStart().startsWith('<|im_start|>') ? 0.95 : 0),
  read: (bytes, context) =>
    runsOfJson(messagesIn(bytes), context, transcriptNotes, new TranscriptReader(context.source)),
});

/** Its messages as one JSON document. The text is held in memory as a whole. */
async function* messagesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of bytes) text += decoder.decode(piece, { stream: true });
  const messages = `${text}${decoder.decode()}`.split('<|im_start|>').slice(1).map(messageOf);
  yield new TextEncoder().encode(JSON.stringify({ messages }));
}

/** `assistant name=Counter`, a line break, what is said. Without an end it was cut off there. */
function messageOf(part: string): object {
  const [, role = '', name, said = ''] = /^\s*(\S*)(?:[ \t]+name=([^\n]*))?[^\n]*\n?([\s\S]*)$/.exec(part) ?? [];
  return { role, content: said.split('<|im_end|>')[0] ?? '', ...(name !== undefined && { name: name.trim() }) };
}
