import { describe, expect, it } from 'vitest';
import { defineWorkflow } from '@faultline/core';
import { gantt, runOf, withExecution } from '@faultline/plugin-testkit';
import { analyzed, derived } from './analyzed.test-support.ts';
import { dependenciesSection } from './index.ts';

const dependenciesOf = (...args: Parameters<typeof analyzed> extends [unknown, ...infer Rest] ? Rest : never) =>
  analyzed(dependenciesSection, ...args);

describe('dependencies', () => {
  it('names what each step waited for last, how that is known, and how long it then took to start', async () => {
    const { value, text } = await dependenciesOf(gantt`
      fetch : ==
      parse :   ===             <- fetch
      lab   :   =               <- fetch
      report:          ==       <dataflow- parse, lab
      mail  :            =
    `);
    expect(value?.steps).toEqual([
      { ...step('report', 'parse', 'dataflow'), longestDelayMs: 4, delayMs: 4 },
      step('fetch', null, null),
      step('lab', 'fetch', 'explicit'),
      step('parse', 'fetch', 'explicit'),
      step('mail', 'report', 'temporal'),
    ]);
    expect(text).toBe('Every dependency was resolved. "report" was ready 4 ms before it started.');
  });

  it('takes the resolver that most executions had, the first of equals, and looks through joins', async () => {
    const { value } = await dependenciesOf({
      ...gantt`
        fetch[a]: ==
        fetch[b]: ===
        fetch[c]: ==
        rank[a] :    =
        rank[b] :    =
        rank[c] :      =
        lab     :   ==
      `,
      joins: [
        { from: ['fetch[a]', 'fetch[b]', 'fetch[c]'], to: ['rank[a]', 'rank[b]', 'rank[c]'], origin: 'framework' },
      ],
    });
    expect(value?.steps[0]).toEqual({
      stepId: 'rank',
      executions: 3,
      resolver: 'fetch',
      resolved: 3,
      origin: 'framework',
      longestDelayMs: 2,
      delayMs: 2,
    });
  });

  it('names dependencies that failed, never ran, were skipped, or are still open', async () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: {
        fetch: {},
        never: {},
        skip: {},
        open: {},
        parse: { needs: ['fetch', 'never', 'skip', 'open'] },
        store: { needs: ['parse'] },
      },
    });
    const { value, text } = await dependenciesOf(
      gantt`
        fetch: ==x
        skip : /
        open : =====>
        parse:    ==
      `,
      { definition },
    );
    expect(value?.troubled).toEqual([
      { stepId: 'parse', on: 'fetch', trouble: 'failed', executions: 1 },
      { stepId: 'parse', on: 'never', trouble: 'never ran', executions: 1 },
      { stepId: 'parse', on: 'skip', trouble: 'skipped', executions: 1 },
      { stepId: 'parse', on: 'open', trouble: 'still open', executions: 1 },
    ]);
    expect(text).toContain('4 dependencies not resolved; "parse" needed "fetch" (failed).');
  });

  it('forgives what a retry mended, and believes the engine that recorded a failure', async () => {
    const retried = gantt`
      fetch  : ==x
      fetch#2:    ==
      parse  :      ==  <- fetch
      rank   :      ==  <- fetch#1
    `;
    expect((await dependenciesOf(retried)).value?.troubled).toEqual([]);
    const recorded = withExecution(gantt`parse: ==`, 'parse', { dependenciesFailed: ['fetch'] });
    expect((await dependenciesOf(recorded)).value?.troubled).toEqual([
      { stepId: 'parse', on: 'fetch', trouble: 'recorded as failed', executions: 1 },
    ]);
    const definition = defineWorkflow({ id: 'drawn', steps: { fetch: {}, parse: { needs: ['fetch'] } } });
    const inTime = gantt`
      fetch: ==
      parse:   ==
    `;
    const unresolved = withExecution(inTime, 'parse', { dependenciesResolved: [] });
    expect((await dependenciesOf(unresolved, { definition })).value?.troubled).toEqual([
      { stepId: 'parse', on: 'fetch', trouble: 'not resolved', executions: 1 },
    ]);
    const resolved = withExecution(inTime, 'parse', { dependenciesResolved: ['fetch'] });
    expect((await dependenciesOf(resolved, { definition })).value?.troubled).toEqual([]);
  });

  it('compares declared edges with the data', async () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: { fetch: {}, parse: { needs: ['fetch'] }, store: { needs: ['parse'] } },
    });
    const run = [
      ['fetch', { output: { pages: ['page one', 'page two'] } }],
      ['parse', { input: { query: 'all of them' }, output: { words: 'quick brown' } }],
      ['store', { input: { pages: ['page one', 'page two'], words: 'quick brown' } }],
    ].reduce(
      (drawn, [id, payload]) => withExecution(drawn, id as string, payload as object),
      gantt`
        fetch: ==
        parse:   ==
        store:     ==
      `,
    );
    const { value, text } = await dependenciesOf(run, { definition });
    expect(value).toMatchObject({
      unused: [{ from: 'fetch', to: 'parse', isMissing: false }],
      undeclared: [{ from: 'fetch', to: 'store', executions: 1, isOrdered: true }],
    });
    expect(text).toBe(
      'Every dependency was resolved. No data went over 1 declared dependency, 1 flow of data is not declared.',
    );
  });

  it('counts what is too much to list, and says where times are derived', async () => {
    const run = derived(gantt`
      fetch: ==
      parse:   == <- fetch
    `);
    const { value, text } = await dependenciesOf(run, { options: { maxSteps: 1 } });
    expect(value).toMatchObject({ stepsLeft: 1, steps: [{ stepId: 'fetch' }] });
    expect(text).toBe('Every dependency was resolved. Times are derived, not measured.');
  });

  it('has nothing to say where nobody recorded or declared a dependency', async () => {
    expect((await dependenciesOf(runOf([]))).value).toBeUndefined();
    expect((await dependenciesOf(gantt`fetch: ==`)).value).toBeUndefined();
    const inTime = gantt`
      fetch: ==
      parse:   ==
    `;
    expect((await dependenciesOf(inTime)).value).toBeUndefined();
  });
});

const step = (stepId: string, resolver: string | null, origin: string | null) => ({
  stepId,
  executions: 1,
  resolver,
  resolved: 1,
  origin,
  longestDelayMs: 0,
  delayMs: 0,
});
