import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf as figuresOfView, viewOf, type RunFigures } from '@faultline/core';
import { arbitraryTable } from '../table/arbitrary-table.test-support.ts';
import { figuresOf } from './figures-of.ts';
import { runsOf } from './runs-of.ts';
import { tableOf, type Written } from '../table/table-of.test-support.ts';

const inOrder = (figures: readonly RunFigures[]): readonly RunFigures[] =>
  figures.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('figuresOf', () => {
  it('says what the views of the runs would say', () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const views = [...runsOf(table)].map((run) => viewOf(run));
        expect(inOrder([...figuresOf(table)].flat())).toEqual(inOrder(views.map(figuresOfView)));
      }),
      { numRuns: 3000 },
    );
  });

  it('counts steps, joints that only time implies, and what time is left', () => {
    const [[figures] = []] = figuresOf(
      tableOf([
        { id: 'agent', from: 0, to: 100 },
        { id: 'fetch', parent: 'agent', from: 0, to: 40 },
        { id: 'look', parent: 'agent', from: 0, to: 30 },
        { id: 'rank', parent: 'agent', from: 40, to: 100 },
      ]),
    );
    expect(figures).toMatchObject({
      executions: 4,
      stepIds: ['look', 'fetch', 'agent', 'rank'],
      makespanMs: 100,
      joints: { recorded: 0, implied: 1 },
      slack: { none: 3, some: 1, unlimited: 0, mostMs: 10 },
      mended: {},
    });
  });

  it.for([
    ['of a service', (service: string) => ({ resource: { 'service.name': service } })],
    ['of a span', (clock: string) => ({ attributes: { 'faultline.clock': clock } })],
  ] as const)('aligns the clocks %s, as views do', ([, on]) => {
    const asked = [0, 1, 2, 3].flatMap((at): Written[] => [
      { id: `ask-${at}`, parent: 'agent', from: at * 20, to: at * 20 + 15, ...on('gateway') },
      { id: `do-${at}`, parent: `ask-${at}`, from: at * 20 - 5000, to: at * 20 - 4990, ...on('worker') },
    ]);
    const table = tableOf([{ id: 'agent', from: 0, to: 100, ...on('gateway') }, ...asked]);
    const views = [...runsOf(table)].map((run) => viewOf(run));
    expect([...figuresOf(table)].flat()).toEqual(views.map(figuresOfView));
    expect(views.map(figuresOfView)).toMatchObject([{ mended: { 'clock-shifted': 4 } }]);
  });

  it('takes many runs, more than fit into one forest', () => {
    const spans: Written[] = Array.from({ length: 3000 }, (_, run) => [
      { trace: `t${run}`, id: 'agent', from: run, to: run + 10 },
      { trace: `t${run}`, id: 'fetch', parent: 'agent', from: run, to: run + 4 },
    ]).flat();
    const all = [...figuresOf(tableOf(spans))].flat();
    expect(all).toHaveLength(3000);
    expect(new Set(all.map(({ makespanMs }) => makespanMs))).toEqual(new Set([10]));
  });

  it('takes a single run larger than a forest, and a chain as deep', () => {
    const spans: Written[] = Array.from({ length: 20_000 }, (_, at) => ({
      id: `s${at}`,
      name: 'step',
      ...(at > 0 && { parent: `s${at - 1}` }),
      from: at,
      to: 50_000 - at,
    }));
    expect([...figuresOf(tableOf(spans))].flat()).toMatchObject([
      { executions: 20_000, stepIds: ['step'], makespanMs: 50_000 },
    ]);
  });
});
