import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf } from '@faultline/core';
import { arbitraryRun, gantt, runOf } from '@faultline/plugin-testkit';
import { analyzed, derived } from './analyzed.test-support.ts';
import { flowSection } from './index.ts';
import { pathShares } from './path-shares.ts';

const flowOf = (...args: Parameters<typeof analyzed> extends [unknown, ...infer Rest] ? Rest : never) =>
  analyzed(flowSection, ...args);

describe('flow', () => {
  it('says what the makespan went to', async () => {
    const { value, text } = await flowOf(gantt`
      fetch  : ==x
      fetch#2:     ===
      parse  :          ==x <- fetch
    `);
    expect(value?.shares).toEqual({
      work: 3 / 12,
      callers: 0,
      waiting: 2 / 12,
      retries: 4 / 12,
      failed: 3 / 12,
      unexplained: 0,
    });
    expect(value).toMatchObject({ makespanMs: 12, times: 'recorded', wastedMs: 6, idleShare: 3 / 12 });
    expect(text).toBe(
      '25 % of the 12 ms were work, 33.3 % spent on retries, 25 % spent on what failed, 16.7 % waiting.',
    );
  });

  it('tells the time of callers from the work that they called', async () => {
    const { value, text } = await analyzed(
      flowSection,
      gantt`
        agent : ==========
          plan:  ==
          act :       ==
      `,
    );
    expect(value?.shares).toMatchObject({ work: 0.4, callers: 0.6 });
    expect(text).toBe('40 % of the 10 ms were work, 60 % in callers, outside of what they called.');
  });

  it('counts the queue in which what was called stood as waiting, not as time of its caller', async () => {
    const { value } = await analyzed(
      flowSection,
      gantt`
        agent : ==========
          plan:  ==
          act :     --==
      `,
    );
    expect(value?.shares).toMatchObject({ work: 0.4, callers: 0.4, waiting: 0.2 });
  });

  it('names the path on the level of the steps, branches not taken, loops and retries', async () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: { plan: {}, search: {}, rank: {}, mail: {}, call: {} },
    });
    const { value } = await flowOf(
      gantt`
        agent        : ==================
          plan       : ==
          search[a]  :   ===
            call     :   ==
          search[b]  :      ==x
          search[b]#2:         ===
          rank       :            ==
          mail       :              /
      `,
      { definition },
    );
    expect(value?.route).toEqual({
      first: [
        { stepId: 'plan', executions: 1 },
        { stepId: 'search', executions: 3 },
        { stepId: 'rank', executions: 1 },
      ],
      left: 0,
      last: [],
    });
    expect(value?.branches).toEqual({ count: 1, first: [{ stepId: 'mail', outcome: 'skipped' }] });
    expect(value?.loops).toEqual({ count: 1, first: [{ stepId: 'search', items: 2, executions: 2 }] });
    expect(value?.retries).toEqual({
      count: 1,
      first: [{ stepId: 'search', item: 2, attempts: 2, outcome: 'completed' }],
    });
  });

  it('counts what is too much to list', async () => {
    const definition = defineWorkflow({ id: 'drawn', steps: { a: {}, b: {}, c: {}, fetch: {} } });
    const { value } = await flowOf(gantt`fetch: ==`, { definition, options: { maxSteps: 2 } });
    expect(value?.branches).toEqual({
      count: 3,
      first: [
        { stepId: 'a', outcome: 'not taken' },
        { stepId: 'b', outcome: 'not taken' },
      ],
    });
  });

  it('is all work for a single step, and takes no time where there is none', async () => {
    expect((await flowOf(gantt`fetch: ==`)).text).toBe('100 % of the 2 ms were work.');
    expect((await flowOf(gantt`fetch: |`)).text).toBe('The run took no time.');
    expect((await flowOf(runOf([]))).value).toBeUndefined();
  });

  it('says where times are derived', async () => {
    const { value, text } = await flowOf(derived(gantt`fetch: ==`));
    expect(value?.times).toBe('derived');
    expect(text).toBe('100 % of the 2 ms were work. Times are derived, not measured.');
  });

  it('has shares that add up to 1, for every run that takes time', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const view = viewOf(run);
        const shares = Object.values(pathShares(view));
        const sum = shares.reduce((total, share) => total + share, 0);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
        expect(sum).toBeCloseTo(view.untilNs > view.fromNs ? 1 : 0, 9);
      }),
    );
  });
});
