import { expect, it } from 'vitest';
import { certaintyOf } from '@faultline/plugin-testkit';
import plugin from './index.ts';

const documents = [
  ['ingest-llm/langfuse', { trace: { id: 't' }, observations: [{ id: 'a', traceId: 't', type: 'SPAN' }] }],
  ['ingest-llm/langfuse', { batch: [{ id: 'e', type: 'span-create', body: { id: 'a' } }] }],
  ['ingest-llm/langsmith', { post: [{ id: 'a', run_type: 'llm', inputs: { messages: [{ role: 'user' }] } }] }],
  ['ingest-llm/langsmith', { id: 'a', run_type: 'llm', trace_id: 'a', start_time: 1 }],
  ['ingest-llm/transcript', { messages: [{ role: 'user', content: 'Hi.' }] }],
  ['ingest-llm/transcript', [{ role: 'user', content: 'Hi.' }]],
  ['ingest-llm/transcript', { conversations: [{ from: 'human', value: 'Hi.' }] }],
  ['ingest-llm/transcript', { values: { messages: [{ type: 'human', content: 'Hi.' }] } }],
  ['ingest-llm/transcript', [{ source: 'user', content: 'Hi.', type: 'TextMessage' }]],
  ['ingest-llm/chat-ml', '<|im_start|>user\nHi.<|im_end|>'],
] as const;

it.for(documents)('is sure that %s reads %j, and nothing else', ([id, document]) => {
  const sure = (plugin.ingesters ?? []).filter((ingester) => certaintyOf(ingester, document) > 0);
  expect(sure.map((ingester) => ingester.id)).toEqual([id]);
});

it('recognises nothing of other formats', () => {
  for (const document of [{ resourceSpans: [] }, { executions: [] }, [{ traceId: 'a', id: 'b', timestamp: 1 }], [], {}])
    for (const ingester of plugin.ingesters ?? []) expect(certaintyOf(ingester, document)).toBe(0);
});
