import { describe, expect, it } from 'vitest';
import { defineWorkflow } from '@faultline/core';
import { gantt, runOf } from '@faultline/plugin-testkit';
import { analyzed, derived, repeated } from './analyzed.test-support.ts';
import { performanceSection } from './index.ts';

const performanceOf = (...args: Parameters<typeof analyzed> extends [unknown, ...infer Rest] ? Rest : never) =>
  analyzed(performanceSection, ...args);

describe('performance', () => {
  it('compares completed executions with what is declared, the largest excess first', async () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: {
        fetch: { baseline: { durationMs: { p50: 2, p95: 4 } } },
        parse: { expectedDurationMs: 2 },
        rank: {},
      },
      successCriteria: { maxDurationMs: 10 },
    });
    const { value, text } = await performanceOf(
      gantt`
        fetch  : =x
        fetch#2:   ===
        parse  :      ======
        rank   :            ====
        mail   :                /
      `,
      { definition },
    );
    expect(value?.maxDurationMs).toBe(10);
    expect(value?.steps).toEqual([
      {
        stepId: 'parse',
        executions: 1,
        failed: 0,
        totalMs: 6,
        longestMs: 6,
        expected: { p50Ms: 2, p95Ms: null, basis: 'declared' },
        ratio: 3,
      },
      {
        stepId: 'fetch',
        executions: 2,
        failed: 1,
        totalMs: 5,
        longestMs: 3,
        expected: { p50Ms: 2, p95Ms: 4, basis: 'declared' },
        ratio: 1.5,
      },
      { stepId: 'rank', executions: 1, failed: 0, totalMs: 4, longestMs: 4 },
    ]);
    expect(text).toBe('15 ms of 10 ms allowed. "parse" took 6 ms; its declared usual is 2 ms.');
  });

  it('prefers what was learned, and tells where the run stands among earlier ones', async () => {
    const history = repeated(gantt`fetch: ==`, 50);
    const { value, text } = await performanceOf(gantt`fetch: ======`, { history });
    expect(value).toMatchObject({
      earlier: { runs: 50, p50Ms: 2, p95Ms: 2, fasterShare: 1 },
      steps: [{ expected: { p50Ms: 2, p95Ms: 2, basis: 'learned' }, ratio: 3 }],
    });
    expect(text).toBe(
      '6 ms, longer than each of 50 earlier runs. "fetch" took 6 ms; its learned 95th percentile is 2 ms.',
    );
    expect((await performanceOf(gantt`fetch: ==`, { history })).text).toMatch(/No step took longer than is usual/);
  });

  it('names what was slow, not who waited for it', async () => {
    const drawn = gantt`
      desk : ====
        ask:  ==
    `;
    const { value, text } = await performanceOf(
      gantt`
        desk : ==========
          ask:  ========
      `,
      { history: repeated(drawn, 50) },
    );
    expect(value?.steps.map(({ stepId }) => stepId)).toEqual(['ask', 'desk']);
    expect(text).toContain('"ask" took 8 ms; its learned 95th percentile is 2 ms.');
  });

  it('compares what was asked for with what was used, weighted by time', async () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: {
        fetch: { resources: { memoryMiB: 100, gpus: 1 } },
        parse: { resources: { memoryMiB: 100 } },
        rank: { resources: { memoryMiB: 50 } },
      },
    });
    const { value } = await performanceOf(
      gantt`
        fetch: ==    { memoryMiB: 50, cpuCores: 2 }
        parse: ====  { memoryMiB: 200 }
        rank :     =
      `,
      { definition },
    );
    expect(value?.resources).toEqual([
      {
        metric: 'cpuCores',
        unit: 'cores',
        peak: 2,
        usedShare: null,
        steps: [{ stepId: 'fetch', requested: null, used: 2, usedShare: null }],
        left: 0,
      },
      {
        metric: 'gpus',
        unit: 'gpus',
        peak: 1,
        usedShare: null,
        steps: [{ stepId: 'fetch', requested: 1, used: null, usedShare: null }],
        left: 0,
      },
      {
        metric: 'memoryMiB',
        unit: 'mib',
        peak: 200,
        usedShare: (50 * 2 + 200 * 4) / (100 * 2 + 100 * 4),
        steps: [
          { stepId: 'parse', requested: 100, used: 200, usedShare: 2 },
          { stepId: 'fetch', requested: 100, used: 50, usedShare: 0.5 },
          { stepId: 'rank', requested: 50, used: null, usedShare: null },
        ],
        left: 0,
      },
    ]);
  });

  it('predicts what more of a resource and a faster step would make of it', async () => {
    const worker = { resources: { slots: 1 } };
    const definition = defineWorkflow({
      id: 'drawn',
      steps: { a: worker, b: worker, c: worker, d: worker },
    });
    const { value, blocks } = await performanceOf(
      gantt`
        a: ====
        b:     ====
        c:         ====
        d:             ====
      `,
      { definition },
    );
    expect(value?.scaling).toEqual([
      { what: 'resource', name: 'slots', makespanMs: [16, 8, 4, 4] },
      { what: 'speed', name: 'd', makespanMs: [16, 14, 13, 12.5] },
    ]);
    expect(blocks.at(-1)).toMatchObject({ columns: ['Makespan with', '1x', '2x', '4x', '8x'] });
  });

  it('takes workers for what was short where no resource is known, and says what would gain nothing', async () => {
    const { value, blocks } = await performanceOf(gantt`
      a: ====
      b: ====       <- a
      c:     ====   <- a
      d:       ==== <- a
    `);
    expect(value?.scaling[0]).toEqual({ what: 'resource', name: 'workers', makespanMs: [8, 8, 8, 8] });
    expect(blocks.at(-1)).toEqual({ type: 'text', text: 'More workers would not end the run noticeably sooner.' });
  });

  it('says which steps would gain nothing by being faster', async () => {
    const { blocks } = await performanceOf(gantt`
      fetch: ====
      parse: ====
    `);
    expect(blocks.at(-1)).toEqual({
      type: 'text',
      text: expect.stringMatching(/^A faster "(fetch|parse)" would not end the run noticeably sooner\.$/),
    });
  });

  it('takes half the time of a chain where its only step is twice as fast', async () => {
    const { value } = await performanceOf(gantt`
      fetch: ========
      parse:         ====  <- fetch
    `);
    expect(value?.scaling).toEqual([
      { what: 'speed', name: 'fetch', makespanMs: [12, 8, 6, 5] },
      { what: 'speed', name: 'parse', makespanMs: [12, 10, 9, 8.5] },
    ]);
  });

  it('knows nothing of what is usual without history or definition, and nothing of an empty run', async () => {
    expect((await performanceOf(derived(gantt`fetch: ==`))).text).toBe(
      '2 ms. What is usual is not known: neither learned nor declared. Times are derived, not measured.',
    );
    expect((await performanceOf(runOf([]))).value).toBeUndefined();
    expect((await performanceOf(gantt`fetch: /`)).value).toBeUndefined();
  });
});
