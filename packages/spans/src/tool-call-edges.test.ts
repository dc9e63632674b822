import { expect, it } from 'vitest';
import type { Json } from '@faultline/model';
import { edgeTexts, runOfSpans, type Written } from './table-of.test-support.ts';

const model = (id: string, from: number, to: number, attributes: Readonly<Record<string, Json>>): Written => ({
  id,
  from,
  to,
  attributes: { 'gen_ai.operation.name': 'chat', ...attributes },
});
const tool = (id: string, from: number, to: number, callId: string): Written => ({
  id,
  from,
  to,
  attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.call.id': callId },
});
const edges = (...spans: readonly Written[]): readonly string[] => edgeTexts(runOfSpans(spans));

const asks = (...callIds: readonly string[]) => ({
  'gen_ai.output.messages': [{ role: 'assistant', parts: callIds.map((id) => ({ type: 'tool_call', id })) }],
});
const told = (...callIds: readonly string[]) => ({
  'gen_ai.input.messages': JSON.stringify([
    { role: 'tool', parts: callIds.map((id) => ({ type: 'tool_call_response', id })) },
  ]),
});

it('joins the model call that asks, the tool, and the model call that is told first', () => {
  expect(
    edges(
      model('ask', 0, 2, asks('call_1', 'call_2')),
      tool('search', 3, 5, 'call_1'),
      tool('look', 3, 6, 'call_2'),
      model('sum', 7, 8, told('call_1', 'call_2')),
      model('again', 9, 10, told('call_1', 'call_2')),
    ),
  ).toEqual([
    'ask -> look (dataflow)',
    'ask -> search (dataflow)',
    'look -> sum (dataflow)',
    'search -> sum (dataflow)',
  ]);
});

it('reads flattened messages of OpenInference', () => {
  expect(
    edges(
      model('ask', 0, 2, { 'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'call_1' }),
      tool('search', 3, 5, 'call_1'),
      model('sum', 6, 8, { 'llm.input_messages.2.message.tool_call_id': 'call_1' }),
    ),
  ).toEqual(['ask -> search (dataflow)', 'search -> sum (dataflow)']);
});

it('makes no edge against time, and none from an equal text elsewhere', () => {
  expect(
    edges(
      model('early', 0, 4, told('call_1')),
      tool('search', 3, 5, 'call_1'),
      model('late', 6, 8, { ...asks('call_1'), 'gen_ai.input.messages': [{ content: 'call_1' }] }),
    ),
  ).toEqual([]);
});
