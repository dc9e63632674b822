import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf } from '@faultline/core';
import { arbitraryRun, gantt, runOf, withExecution } from '@faultline/plugin-testkit';
import { analyzed, derived } from './analyzed.test-support.ts';
import { concurrency } from './concurrency.ts';
import { concurrencyColumns } from './concurrency-columns.ts';
import { diagnosis } from './diagnosis.test-support.ts';
import { parallelismSection } from './index.ts';

const parallelismOf = (...args: Parameters<typeof analyzed> extends [unknown, ...infer Rest] ? Rest : never) =>
  analyzed(parallelismSection, ...args);

describe('parallelism', () => {
  it('compares work with the chain that it cannot be shorter than', async () => {
    const { value, text, blocks } = await parallelismOf(gantt`
      fetch : ==
      parse :   ====     <- fetch
      lab   :   ==       <- fetch
      report:        ==  <- parse, lab
    `);
    expect(value).toMatchObject({
      workMs: 10,
      spanMs: 8,
      averageParallelism: 10 / 8,
      peak: 2,
      averageConcurrency: 10 / 9,
      utilization: 10 / 18,
      declared: null,
      concurrency: { atMs: [0, 2, 4, 6, 7], running: [1, 2, 1, 0, 1], isAveraged: false },
      serialized: [],
    });
    expect(text).toBe('At most 1.25x from parallelism alone: 10 ms of work, 8 ms of it in one chain.');
    expect(blocks[1]).toMatchObject({
      type: 'timeline',
      bars: [
        { label: '2 at once', parts: [{ fromMs: 2, toMs: 4 }] },
        {
          label: '1 or more at once',
          parts: [
            { fromMs: 0, toMs: 6 },
            { fromMs: 7, toMs: 9 },
          ],
        },
      ],
    });
  });

  it('draws averages where concurrency changes too often to tell', async () => {
    const polls = Array.from({ length: 100 }, (_, round) => ({
      id: `${round}`,
      stepId: 'poll',
      startMs: round,
      endMs: round + 2.5,
    }));
    const run = runOf(polls.map((poll) => ({ ...poll, status: 'completed' as const })));
    const { value, blocks } = await parallelismOf(run, { options: { maxPoints: 10 } });
    expect(value?.concurrency).toMatchObject({ isAveraged: true, atMs: { length: 10 } });
    expect(value?.peak).toBe(3);
    expect(blocks[1]).toMatchObject({ bars: [{ label: '3 at once' }, {}, { label: '1 or more at once' }] });
  });

  it('counts a caller while nothing that it called works', () => {
    const { workNs, peak, atNs, running } = concurrency(
      viewOf(gantt`
        agent: ==============
          a  :    =====
          b  :       =====
      `),
    );
    expect({ workNs, peak }).toEqual({ workNs: 16e6, peak: 2 });
    expect([...atNs]).toEqual([0, 6e6, 8e6]);
    expect([...running]).toEqual([1, 2, 1]);
  });

  it('counts failed attempts and detached work, and no waiting', async () => {
    const { value } = await parallelismOf(gantt`
      fetch  : ==x
      fetch#2:      ==
      log    :      ====  { async: true }
    `);
    expect(value).toMatchObject({ workMs: 9, spanMs: 5, peak: 2 });
  });

  it('names a step that only time order held up, with the gain of freeing it', async () => {
    const { value, text } = await parallelismOf(gantt`
      fetch : ===
      parse :    ==       <- fetch
      lab   :      ====
      report:          == <- parse, lab
    `);
    expect(value?.serialized).toEqual([
      { stepId: 'lab', after: 'parse', why: 'time order only', executions: 1, gainMs: 4, gainWithinResourcesMs: null },
    ]);
    expect(text).toContain('"lab" ran after "parse" without need (time order only): 4 ms to gain.');
  });

  it('knows what could run side by side only where needs are recorded, and believes the data', async () => {
    const unrecorded = gantt`
      fetch: ===
      lab  :    ====
    `;
    expect((await parallelismOf(unrecorded)).value?.serialized).toEqual([]);
    const drawn = gantt`
      fetch : ===
      lab   :    ====
      report:        ==  <- lab
    `;
    expect((await parallelismOf(drawn)).value?.serialized).toHaveLength(1);
    const fed = withExecution(withExecution(drawn, 'fetch', { output: { records: 'forty-two records' } }), 'lab', {
      input: { text: 'of forty-two records' },
    });
    expect((await parallelismOf(fed)).value?.serialized).toEqual([]);
  });

  it('names a declared edge over which no data went, and not one over which data is missing', async () => {
    const run = [
      ['fetch', { output: { records: 'forty-two records' } }],
      ['lab', { input: { patient: 'somebody else' }, output: {} }],
    ].reduce(
      (drawn, [id, payload]) => withExecution(drawn, id as string, payload as object),
      gantt`
        fetch: ===
        lab  :    ====
      `,
    );
    const { value } = await parallelismOf(run, { definition: withFlow([]) });
    expect(value?.serialized).toMatchObject([{ stepId: 'lab', why: 'no data passed', gainMs: 3 }]);
    expect((await parallelismOf(run, { definition: withFlow(['records']) })).value?.serialized).toEqual([]);
  });

  it('names a step that had all it needed and waited for a sibling, within the resources too', async () => {
    const run = gantt`
      fetch: ==
      parse:   ====
      lab  :       =====
    `;
    const late = { stepId: 'lab', after: 'parse', why: 'started late', executions: 1, gainMs: 4 };
    expect((await parallelismOf(run, { definition: labOf(100) })).value?.serialized).toEqual([
      { ...late, gainWithinResourcesMs: 0 },
    ]);
    expect((await parallelismOf(run, { definition: labOf(0) })).value?.serialized).toEqual([
      { ...late, gainWithinResourcesMs: 4 },
    ]);
  });

  it('says what the definition allows, and that there is nothing to gain in a chain', async () => {
    const steps = { fetch: { expectedDurationMs: 2 }, parse: { expectedDurationMs: 4 } };
    const definition = defineWorkflow({ id: 'drawn', steps });
    const { value, text } = await parallelismOf(gantt`fetch: ==`, { definition });
    expect(value?.declared).toEqual({ workMs: 6, spanMs: 4, speedUp: 1.5 });
    expect(text).toBe('At most 1.5x from parallelism alone: 6 ms of declared work, 4 ms of it in one chain.');
    expect((await parallelismOf(derived(gantt`fetch: ==`))).text).toBe(
      'Nothing to gain: the 2 ms of work are one chain. Times are derived, not measured.',
    );
  });

  it('does not take an order for a need that nobody recorded', async () => {
    const { value, text } = await parallelismOf(gantt`
      fetch: ===
      lab  :    ====
    `);
    expect(value).toMatchObject({ averageParallelism: 1, timeOrderOnly: 1 });
    expect(text).toBe(
      'The 7 ms of work are one chain, in part by time order alone: where nothing recorded asks for it, there may be something to gain.',
    );
    const needed = gantt`
      fetch: ===
      lab  :    ====  <- fetch
    `;
    expect((await parallelismOf(needed)).text).toBe('Nothing to gain: the 7 ms of work are one chain.');
  });

  it('says of the nine steps of diagnosis that parallelism alone makes them at most 59/53 times as fast', async () => {
    const { value, text } = await parallelismOf(gantt`patient_data_ingestion: ==`, { definition: diagnosis });
    expect(value?.declared).toEqual({ workMs: 59_000, spanMs: 53_000, speedUp: 59 / 53 });
    expect(text).toBe('At most 1.11x from parallelism alone: 59 s of declared work, 53 s of it in one chain.');
  });

  it('has nothing to say about an empty run, or one that took no time', async () => {
    expect((await parallelismOf(runOf([]))).value).toBeUndefined();
    expect((await parallelismOf(gantt`fetch: |`)).value).toBeUndefined();
  });

  it('keeps span <= makespan, span <= work <= peak * makespan, and work the area below the curve', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.integer({ min: 1, max: 12 }), (run, maxPoints) => {
        const view = viewOf(run);
        const makespanNs = view.untilNs - view.fromNs;
        const { workNs, spanNs, peak, atNs, running } = concurrency(view);
        expect(spanNs).toBeLessThanOrEqual(makespanNs);
        expect(spanNs).toBeLessThanOrEqual(workNs);
        expect(workNs).toBeLessThanOrEqual(peak * makespanNs);
        const area = running.reduce((sum, now, at) => sum + now * ((atNs[at + 1] ?? view.untilNs) - atNs[at]), 0);
        expect(area).toBe(workNs);
        const columns = concurrencyColumns(view, maxPoints);
        expect(columns.atMs.length).toBeLessThanOrEqual(maxPoints);
        const averaged = columns.running.reduce(
          (sum, now, at) => sum + now * ((columns.atMs[at + 1] ?? makespanNs / 1e6) - columns.atMs[at]),
          0,
        );
        expect(averaged).toBeCloseTo(workNs / 1e6, 6);
      }),
      { numRuns: 500 },
    );
  });
});

const withFlow = (dataFlow: readonly string[]) =>
  defineWorkflow({ id: 'drawn', steps: { fetch: {}, lab: { needs: [{ on: 'fetch', dataFlow }] } } });

const labOf = (memoryMiB: number) =>
  defineWorkflow({
    id: 'drawn',
    steps: {
      fetch: { resources: { memoryMiB: 100 } },
      parse: { needs: ['fetch'], resources: { memoryMiB: 100 } },
      lab: { needs: ['fetch'], resources: { memoryMiB } },
    },
  });
