import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf, type RunView } from '@faultline/core';
import { gantt, runOf } from '@faultline/plugin-testkit';
import { whatIf } from './what-if.ts';

const without = (run: RunView, from: string, to: string): number =>
  whatIf(run, [{ kind: 'drop-edge', from, to }]).afterMs;
const withEdge = (run: RunView, from: string, to: string): number =>
  whatIf(run, [{ kind: 'add-edge', from, to }]).afterMs;

const sequence = gantt`
  fetch: ====
  parse:      ===
  rank :         ==
`;
const definition = defineWorkflow({
  id: 'drawn',
  steps: { fetch: {}, parse: { needs: ['fetch'] }, rank: { needs: [{ on: 'parse', dataFlow: ['words'] }] } },
});

describe('an edge that is dropped', () => {
  it('leaves what is planned to what else it needs, with the wait it had', () => {
    const run = viewOf(sequence, definition);
    // "parse" waited 1 ms after "fetch"; without it, 1 ms after the start of the run. Then "rank" does not wait for "fetch".
    expect(without(run, 'fetch', 'parse')).toBe(6);
    expect(without(run, 'parse', 'rank')).toBe(8);
  });

  it('leaves siblings without a plan to be started in order, as their caller does', () => {
    const late = viewOf(gantt`
      agent    : ==========
        fetch  : ..===
        parse  : ......====
    `);
    // The caller worked 2 ms before "fetch", and 1 ms between the two: at 0, 2 and 3.
    expect(without(late, 'fetch', 'parse')).toBe(7);
    const linked = viewOf(gantt`
      agent    : ==========
        fetch  : ..===
        parse  : ......====   <- fetch
    `);
    expect(without(linked, 'fetch', 'parse')).toBe(7);
  });

  it('keeps the implied order with all others', () => {
    const run = viewOf(sequence);
    // "rank" still waits for "fetch".
    expect(without(run, 'parse', 'rank')).toBe(8);
    expect(without(run, 'fetch', 'parse')).toBe(6);
    expect(
      whatIf(run, [
        { kind: 'drop-edge', from: 'parse', to: 'rank' },
        { kind: 'drop-edge', from: 'fetch', to: 'rank' },
      ]).afterMs,
    ).toBe(8);
  });

  it('of a step to itself lets its items run side by side, but not its attempts', () => {
    const items = viewOf(gantt`
      ask[a]  : ==
      ask[b]  :   ==x
      ask[b]#2:      ===
      ask[c]  :         ==
    `);
    expect(without(items, 'ask', 'ask')).toBe(6);
  });

  it('leaves a barrier to the others in it', () => {
    const steps = ['map', 'check', 'sort'];
    const executions = steps.flatMap((stepId, at) =>
      [0, 1, 2].map((item) => ({
        id: `${stepId}${item}`,
        stepId,
        item: String(item),
        startMs: stepId === 'sort' ? 10 : 0,
        endMs: stepId === 'sort' ? 12 : 10 - 4 * at,
        status: 'completed' as const,
      })),
    );
    const ids = (stepId: string) => executions.filter((one) => one.stepId === stepId).map(({ id }) => id);
    const run = viewOf({
      ...runOf(executions),
      joins: [{ from: [...ids('map'), ...ids('check')], to: ids('sort'), origin: 'framework' }],
    });
    expect(run.size).toBeGreaterThan(run.executionCount);
    // Started in order, "sort" comes after the starts of "map", and after the ends of "check".
    expect(without(run, 'map', 'sort')).toBe(10);
  });

  it('that is not there changes nothing, and says so', () => {
    const { gainMs, notes } = whatIf(viewOf(sequence), [{ kind: 'drop-edge', from: 'rank', to: 'fetch' }]);
    expect([gainMs, notes]).toEqual([
      0,
      ['No execution of "fetch" waited for one of "rank": there is no edge to drop.'],
    ]);
  });

  it('over which data flow is dropped, with a warning', () => {
    const note = 'Data flows from "parse" to "rank": without the edge "rank" would start before it has them.';
    expect(whatIf(viewOf(sequence, definition), [{ kind: 'drop-edge', from: 'parse', to: 'rank' }]).notes).toEqual([
      note,
    ]);
    const seen = viewOf(gantt`
      parse: ===
      rank :    ==  <dataflow- parse
    `);
    expect(whatIf(seen, [{ kind: 'drop-edge', from: 'parse', to: 'rank' }]).notes).toEqual([note]);
  });
});

const circle = (from: string, to: string) => () => withEdge(viewOf(sequence, definition), from, to);

describe('an edge that is added', () => {
  const parallel = viewOf(gantt`
    fetch[a]: ====
    fetch[b]: ======
    check[a]: ==
    check[b]: =
    store   : .......=
  `);

  it('makes the dependant wait, item by item where both have the same ones', () => {
    // check[a] 4-6, check[b] 6-7, store after all of it and its pause of 1.
    expect(withEdge(parallel, 'fetch', 'check')).toBe(9);
  });

  it('waits for all items otherwise', () => {
    const run = viewOf(gantt`
      fetch[a]: ====
      fetch[b]: ======
      check   : ==
    `);
    expect(withEdge(run, 'fetch', 'check')).toBe(8);
  });

  it('is refused where it closes a circle', () => {
    expect(circle('rank', 'fetch')).toThrow(
      expect.objectContaining({
        code: 'FAULTLINE_USAGE',
        message: 'Step "fetch" cannot wait for "rank": in run "run" "rank" waits for "fetch" already.',
        hint: 'Drop that edge first ("fetch" before "rank"), or add the edge the other way round.',
      }),
    );
    expect(circle('fetch', 'fetch')).toThrow('A step cannot wait for itself: "fetch" was to wait for "fetch".');
  });

  it('says where one of the steps did not run', () => {
    const run = viewOf(gantt`fetch: ==`, definition);
    expect(whatIf(run, [{ kind: 'add-edge', from: 'fetch', to: 'rank' }]).notes).toEqual([
      'Step "fetch" or "rank" did not run: an edge between them has no effect.',
    ]);
  });
});
