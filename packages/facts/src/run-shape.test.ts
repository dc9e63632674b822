import { viewOf } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { stepCallsOf, stepEdgesOf, successionsOf, type StepPair } from './run-shape.ts';

const texts = (pairs: readonly StepPair[]): string[] => pairs.map(({ from, to }) => `${from} > ${to}`).toSorted();
const barrier = (sources: number, targets: number): Run => {
  const from = Array.from({ length: sources }, (_, at) => `s${at}`);
  const to = Array.from({ length: targets }, (_, at) => `t${at}`);
  const executions = [
    ...from.map((stepId) => executionOf({ stepId })),
    ...to.map((stepId) => executionOf({ stepId, startMs: 1, endMs: 2 })),
  ];
  return runOf(executions, { joins: [{ from, to, origin: 'framework' }] });
};

describe('stepEdgesOf', () => {
  it('names each pair of steps once, without retries', () => {
    const run = viewOf(gantt`
      fetch  : =x
      fetch#2:   ==
      rank[a]:     = <- fetch
      rank[b]:     = <- fetch
    `);
    expect(texts(stepEdgesOf(run))).toEqual(['fetch > rank']);
  });

  it('goes through barriers', () => {
    expect(texts(stepEdgesOf(viewOf(barrier(2, 3))))).toEqual([
      's0 > t0',
      's0 > t1',
      's0 > t2',
      's1 > t0',
      's1 > t1',
      's1 > t2',
    ]);
  });

  it('leaves out a barrier between more than 1,024 pairs', () => {
    expect(stepEdgesOf(viewOf(barrier(32, 32)))).toHaveLength(1024);
    expect(stepEdgesOf(viewOf(barrier(32, 33)))).toEqual([]);
  });

  it('says which the definition demands, whatever was recorded as well', () => {
    const steps = [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }, { id: 'rank', dependencies: ['parse'] }];
    const definition = workflowDefinitionSchema.parse({ id: 'drawn', steps });
    const run = viewOf(
      gantt`
        fetch: ==
        parse:   == <- fetch
        rank :     == <- fetch
      `,
      definition,
    );
    const declared = stepEdgesOf(run).filter(({ isDeclared }) => isDeclared);
    expect(texts(declared)).toEqual(['fetch > parse', 'parse > rank']);
    expect(texts(stepEdgesOf(run))).toEqual(['fetch > parse', 'fetch > rank', 'parse > rank']);
  });

  it('has none in an empty run', () => {
    expect(stepEdgesOf(viewOf(runOf([])))).toEqual([]);
  });
});

describe('stepCallsOf', () => {
  it('names each pair of caller and callee once, of those that ran', () => {
    const run = viewOf(gantt`
      agent       : =======
        search    :  ==
        search[2] :    ==
        __proto__ :      =
        never     :       /
      other       :        =
    `);
    expect(texts(stepCallsOf(run))).toEqual(['agent > __proto__', 'agent > search']);
    expect(stepCallsOf(viewOf(runOf([])))).toEqual([]);
  });
});

describe('successionsOf', () => {
  it('is a chain through the steps by their first executions', () => {
    const run = viewOf(gantt`
      fetch    : =
      __proto__:  ==
      fetch#2  :   =
      mail     :     =
    `);
    expect(texts(successionsOf(run))).toEqual(['__proto__ > mail', 'fetch > __proto__']);
  });

  it('leaves out what never ran, and does not join its neighbours', () => {
    const run = viewOf(gantt`
      fetch: =
      parse:  =x
      rank :    /
      show :    /
      mail :     =
    `);
    expect(texts(successionsOf(run))).toEqual(['fetch > parse']);
  });

  it('has none for a single step or no step', () => {
    expect(successionsOf(viewOf(gantt`fetch: =`))).toEqual([]);
    expect(successionsOf(viewOf(runOf([])))).toEqual([]);
  });
});
