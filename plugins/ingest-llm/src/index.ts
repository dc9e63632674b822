import { definePlugin } from '@faultline/core';
import { langfuse } from './langfuse/langfuse.ts';
import { langsmith } from './langsmith/langsmith.ts';
import { chatMl } from './transcript/chat-ml.ts';
import { transcript } from './transcript/transcript.ts';

export default definePlugin({ name: 'ingest-llm', ingesters: [langfuse, langsmith, transcript, chatMl] });
export { chatMl, langfuse, langsmith, transcript };
