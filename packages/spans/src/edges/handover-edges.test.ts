import { expect, it } from 'vitest';
import { edgeTexts, runOfSpans, type Written } from '../table/table-of.test-support.ts';

const edges = (...spans: readonly Written[]): readonly string[] =>
  edgeTexts(
    runOfSpans([{ id: 'r', name: 'root', from: 0, to: 99 }, ...spans.map((span) => ({ parent: 'r', ...span }))]),
  );

const agent = (id: string, name: string, from: number, to: number): Written => ({
  id,
  name: `invoke_agent ${name}`,
  from,
  to,
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name },
});

it.for([
  ['OpenAI Agents', { from_agent: 'triage', to_agent: 'billing' }],
  ['GenAI', { 'gen_ai.agent.handoff.source.name': 'triage', 'gen_ai.agent.handoff.target.name': 'billing' }],
  ['OpenLLMetry', { 'gen_ai.handoff.from_agent': 'triage', 'gen_ai.handoff.to_agent': 'billing' }],
] as const)('a handoff leads to the next execution of its target: %s', ([_convention, attributes]) => {
  expect(
    edges(
      agent('b0', 'billing', 1, 2),
      agent('t', 'triage', 3, 6),
      { id: 'h', parent: 't', name: 'handoff', from: 5, to: 6, attributes },
      agent('b', 'billing', 7, 9),
      agent('b2', 'billing', 10, 11),
    ),
  ).toEqual(['h -> b (explicit)', 't -> b (explicit)']);
});

it('an agent that has not ended hands over by the handoff alone', () => {
  expect(
    edges(
      agent('t', 'triage', 1, 9),
      { id: 'h', parent: 't', from: 2, to: 3, attributes: { from_agent: 'triage', to_agent: 'billing' } },
      { ...agent('b', 'billing', 4, 8), parent: 't' },
    ),
  ).toEqual(['h -> b (explicit)']);
});

it('a handoff to nobody leads nowhere', () => {
  expect(edges(agent('t', 'triage', 1, 2), { id: 'h', from: 1, to: 2, attributes: { to_agent: 'billing' } })).toEqual(
    [],
  );
});

const executor = (id: string, name: string, from: number, to: number): Written => ({
  id,
  name: `executor.process ${name}`,
  from,
  to,
  attributes: { 'executor.id': name },
});
const message = (id: string, parent: string, at: number): Written => ({
  id,
  parent,
  name: 'message.send',
  kind: 'producer',
  from: at,
  to: at,
});
const delivery = (id: string, at: number, source: string, target: string, status: string): Written => ({
  id,
  name: 'edge_group.process FanInEdgeGroup',
  from: at,
  to: at,
  attributes: { 'message.source_id': source, 'message.target_id': target, 'edge_group.delivery_status': status },
});

it('a link to a message means the executor that sent it: a fan-in has several', () => {
  expect(
    edges(
      message('m0', 'r', 0),
      { ...executor('s', 'split', 1, 3), links: [{ spanId: 'm0' }] },
      message('m1', 's', 2),
      { ...executor('a', 'left', 4, 6), links: [{ spanId: 'm1' }] },
      { ...executor('b', 'right', 4, 8), links: [{ spanId: 'm1' }] },
      message('m2', 'a', 5),
      message('m3', 'b', 7),
      { ...executor('j', 'join', 9, 10), links: [{ spanId: 'm2' }, { spanId: 'm3' }] },
    ),
  ).toEqual(['a -> j (explicit)', 'b -> j (explicit)', 's -> a (explicit)', 's -> b (explicit)']);
});

it('a delivery says the same where links were lost', () => {
  expect(
    edges(
      executor('a', 'left', 1, 2),
      executor('b', 'right', 1, 3),
      delivery('d1', 4, 'left', 'join', 'buffered'),
      delivery('d2', 4, 'right', 'join', 'delivered'),
      delivery('d3', 4, 'right', 'left', 'dropped condition false'),
      executor('j', 'join', 5, 6),
      executor('a2', 'left', 7, 8),
    ),
  ).toEqual(['a -> j (framework)', 'b -> j (framework)']);
});
