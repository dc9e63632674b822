import { expect, it } from 'vitest';
import type { Json } from '@faultline/model';
import { edgeTexts, runOfSpans, type Written } from '../table/table-of.test-support.ts';

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

const answer = { type: 'tool', content: 'sunny', tool_call_id: 'call_1' };

const answered = (output: Json): readonly Written[] => [
  model('ask', 0, 2, asks('call_1')),
  { id: 'search', from: 3, to: 5, attributes: { 'output.value': output } },
  model('sum', 6, 8, told('call_1')),
];

it('finds the call in what the tool answers', () => {
  for (const output of [answer, { lc: 1, kwargs: answer }])
    expect(edges(...answered(output))).toEqual(['ask -> search (dataflow)', 'search -> sum (dataflow)']);
});

const called = (id: string, city: string): Json => ({
  call_id: id,
  id: `item of ${id}`,
  name: 'weather',
  arguments: `{ "city": "${city}" }`,
});

const weather = (id: string, city: string): Written => ({
  id,
  from: 3,
  to: 5,
  attributes: { 'openinference.span.kind': 'TOOL', 'tool.name': 'weather', 'input.value': `{"city":"${city}"}` },
});

it('finds the only call with the arguments of a tool that does not say its call', () => {
  const ask = model('ask', 0, 2, {
    'gen_ai.output.messages': [called('call_1', 'Tokyo'), called('call_2', 'Oslo'), called('call_3', 'Oslo')],
  });
  expect(edges(ask, weather('a', 'Tokyo'), weather('b', 'Oslo'), model('sum', 6, 8, told('call_1')))).toEqual([
    'a -> sum (dataflow)',
    'ask -> a (dataflow)',
  ]);
});

it('reads lists of ids, and the calls of the Vercel AI SDK', () => {
  const both = ['run_1', 'call_1'];
  expect(
    edges(
      model('ask', 0, 2, { 'gen_ai.output.messages': [{ type: 'tool_call', id: both }] }),
      tool('search', 3, 5, JSON.stringify(both)),
    ),
  ).toEqual(['ask -> search (dataflow)']);
  expect(
    edges(
      {
        id: 'ask',
        from: 0,
        to: 2,
        attributes: {
          'ai.operationId': 'ai.streamText.doStream',
          'ai.response.toolCalls': '[{"toolCallId":"call_1"}]',
        },
      },
      { id: 'look', from: 3, to: 5, attributes: { 'ai.operationId': 'ai.toolCall', 'ai.toolCall.id': 'call_1' } },
    ),
  ).toEqual(['ask -> look (dataflow)']);
});
