import { viewOf, type RunView } from '@faultline/core';
import { workflowDefinitionSchema, type Json } from '@faultline/model';
import { gantt, withExecution } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { handovers } from './data-flow.ts';
import { flowBetween, undeclaredFlows } from './payload-flow.ts';

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages'] }] },
    { id: 'store', dependencies: ['parse'] },
  ],
});
const drawn = gantt`
  fetch: ==
  parse:   ==
  store:     ==
`;

const flowOver = (run: RunView) => {
  const { dependency, from, to } = handovers(run)[0];
  return flowBetween(from, to, dependency.dataFlow);
};

interface Payload {
  readonly input?: Json;
  readonly output?: Json;
}
const runOf = (payloads: Readonly<Record<string, Payload>>) =>
  viewOf(
    Object.entries(payloads).reduce((run, [id, payload]) => withExecution(run, id, payload), drawn),
    definition,
  );

const evidence = (output: Json | undefined, input: Json | undefined) => {
  const run = runOf({
    fetch: output === undefined ? {} : { output },
    parse: input === undefined ? {} : { input },
  });
  return flowOver(run);
};

describe('flowBetween', () => {
  const text = 'The quick brown fox jumps over the lazy dog and does not look back at all.';

  it.each<[string, Json | undefined, Json | undefined, string]>([
    ['a declared key', { pages: 1 }, { pages: 2 }, 'seen'],
    ['a piece of text, deep inside', { a: [{ b: 'aspirin' }] }, 'take aspirin daily', 'seen'],
    ['a part of a long text', { text }, { prompt: `Read: ${text.slice(0, 40)}` }, 'seen'],
    ['a number of some length', { id: 48_151 }, { of: [48_151] }, 'seen'],
    ['nothing of it', { text }, { question: 'Who?' }, 'none'],
    ['an output too small to be told', { ok: true, n: 1 }, { ok: true }, 'unknown'],
    ['no output', undefined, { question: 'Who?' }, 'unknown'],
    ['no input', { text }, undefined, 'unknown'],
    ['quotes, as JSON writes them', { said: 'he said "no"' }, { text: 'and he said "no" again' }, 'seen'],
  ])('of %s', (_name, output, input, expected) => {
    expect(evidence(output, input)).toBe(expected);
  });

  it('is unknown where one side never ran', () => {
    const run = viewOf(gantt`fetch: ==`, definition);
    expect(flowOver(run)).toBe('unknown');
  });
});

const jsonOf = (text: string): Json => JSON.parse(text) as Json;

describe('undeclaredFlows', () => {
  const pages = ['the first page', 'the second page'];

  it('finds an equal value that no dependency declares, and says whether others order the two', () => {
    const run = runOf({ fetch: { output: { pages } }, store: { input: { originals: pages } } });
    expect(undeclaredFlows(run)).toEqual([{ from: 'fetch', to: 'store', executions: 1, isOrdered: true }]);
  });

  it('claims nothing where a declared dependency could have given it, or where it was handed through', () => {
    const given = runOf({
      fetch: { output: { pages } },
      parse: { output: { pages } },
      store: { input: { pages } },
    });
    expect(undeclaredFlows(given)).toEqual([]);
    const through = runOf({ fetch: { input: { pages }, output: { pages } }, store: { input: { pages } } });
    expect(undeclaredFlows(through)).toEqual([]);
  });

  it('does not look at the order of keys, takes __proto__ for a key, and leaves out small values', () => {
    const run = runOf({
      fetch: { output: jsonOf('{ "__proto__": { "left": "aaaa", "right": "bbbb" }, "ok": true, "n": 5 }') },
      store: { input: jsonOf('{ "x": { "right": "bbbb", "left": "aaaa" }, "ok": true, "n": 5 }') },
    });
    expect(undeclaredFlows(run)).toHaveLength(1);
  });

  it('counts recorded edges of origin "dataflow"', () => {
    const run = viewOf(
      gantt`
        fetch: ==
        parse:   ==
        store:     ==  <dataflow- fetch
      `,
      definition,
    );
    expect(undeclaredFlows(run)).toEqual([{ from: 'fetch', to: 'store', executions: 1, isOrdered: true }]);
  });

  it('takes nothing from what had not ended yet, from unknown steps, or without a definition', () => {
    const later = runOf({ store: { output: { pages } }, fetch: { input: { pages } } });
    expect(undeclaredFlows(later)).toEqual([]);
    const edge = gantt`
      fetch: ==
      other:   ==  <dataflow- fetch
    `;
    expect(undeclaredFlows(viewOf(edge, definition))).toEqual([]);
    expect(undeclaredFlows(viewOf(edge))).toEqual([]);
  });
});
