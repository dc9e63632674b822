import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { drag, editedWeights, retime } from '@faultline/graph';
import type { Run } from '@faultline/model';
import { arbitraryRun, gantt, runOf } from '@faultline/plugin-testkit';
import { analyzed, derived, repeated } from './analyzed.test-support.ts';
import { bottlenecksSection } from './index.ts';
import { ownGain, ownTimes } from './own-gains.ts';
import { gainAtSpeed, gainWithout, stepGains } from './step-gains.ts';
import { stepLevel } from './step-level.ts';

const bottlenecksOf = (...args: Parameters<typeof analyzed> extends [unknown, ...infer Rest] ? Rest : never) =>
  analyzed(bottlenecksSection, ...args);
const gainsOf = async (run: Run) =>
  (await bottlenecksOf(run)).value?.steps.map(({ stepId, gainMs }) => [stepId, gainMs]);

describe('bottlenecks', () => {
  it('ranks steps by what removing them gains, not by how long they take', async () => {
    const { value, text } = await bottlenecksOf(gantt`
      fetch : ===
      parse :    =====        <- fetch
      lab   :    ====         <- fetch
      report:          ==     <- parse, lab
    `);
    expect(value?.steps.map(({ stepId, gainMs, worst }) => [stepId, gainMs, worst.dragMs, worst.waitDragMs])).toEqual([
      ['fetch', 3, 3, 0],
      ['report', 2, 2, 1],
      ['parse', 1, 1, 0],
    ]);
    expect(value).toMatchObject({ makespanMs: 11, left: 0, history: null });
    expect(text).toBe('Without "fetch" the run would end 3 ms (27.3 %) sooner; without "report" 2 ms.');
  });

  it('removes all executions of a step together: retries, loop rounds, and what runs side by side', async () => {
    expect(
      await gainsOf(gantt`
        fetch  : ==x
        fetch#2:    ==
        rank[a]:      ====
        rank[b]:      ===
      `),
    ).toEqual([
      ['fetch', 5],
      ['rank', 4],
    ]);
  });

  it('gains less than the sum where another way becomes the longest', async () => {
    expect(
      await gainsOf(gantt`
        split  : =
        rank[a]:  ===            <- split
        rank[b]:     ===         <- rank[a]
        lab    :  ====           <- split
        merge  :        =        <- rank[b], lab
      `),
    ).toEqual([
      ['rank', 2],
      ['split', 1],
      ['merge', 1],
    ]);
  });

  it('leaves out what stands around the steps, and what nobody waits for', async () => {
    expect(
      await gainsOf(gantt`
        agent  : ======
          fetch: ====
          mail :  ========  { async: true }
          parse:     ==
      `),
    ).toEqual([
      ['fetch', 4],
      ['parse', 2],
    ]);
  });

  it('counts a step that calls itself once, without what others do in it', async () => {
    expect(
      await gainsOf(gantt`
        agent      : ========
          agent#2  : =====
            agent#3:   ==
          mail     :      ==
      `),
    ).toEqual([
      ['agent', 6],
      ['mail', 2],
    ]);
  });

  it('names the caller where most time passes between what it called', async () => {
    const { value, text, blocks } = await bottlenecksOf(gantt`
      agent   : ===================
        plan  :  ==
        act   :                ==
          tool:                 =
    `);
    expect(value?.steps.map(({ stepId, gainMs, withCalledMs }) => [stepId, gainMs, withCalledMs])).toEqual([
      ['agent', 15, null],
      ['plan', 2, 2],
      ['act', 1, 2],
      ['tool', 1, 1],
    ]);
    expect(text).toBe('Without what "agent" does itself the run would end 15 ms (78.9 %) sooner; without "plan" 2 ms.');
    expect(blocks[1]).toMatchObject({ columns: ['Step', 'Gain', 'Share', 'With called', 'Critical', 'Wait'] });
  });

  it('keeps ties in order of time, and counts what is left', async () => {
    const { value, blocks } = await bottlenecksOf(
      gantt`
        a: ==
        b:   ==
        c:     ==
      `,
      { options: { maxSteps: 2 } },
    );
    expect(value?.steps.map(({ stepId }) => stepId)).toEqual(['a', 'b']);
    expect(value?.left).toBe(1);
    expect(blocks.at(-2)).toEqual({ type: 'text', text: 'And 1 more step on the critical path.' });
  });

  it('says how often a step was critical, and what it had of the slow runs', async () => {
    const usual = gantt`
      fetch: ==
      parse:   ==
    `;
    const slow = gantt`
      fetch: ==
      lab  :   ========
    `;
    const history = [...repeated(usual, 19), { ...slow, id: 'slow' }];
    const { value, blocks } = await bottlenecksOf(usual, { history });
    expect(value?.history).toEqual({ runs: 20, tailRuns: 20, p95Ms: 4 });
    expect(blocks.at(-1)).toEqual({
      type: 'text',
      text: 'From 20 earlier runs: in how many the step was critical, and its share of the 20 slowest, which took 4 ms or more.',
    });
    const longer = await bottlenecksOf(usual, { history: [...history, { ...slow, id: 'slow too' }] });
    expect(longer.value?.history).toEqual({ runs: 21, tailRuns: 2, p95Ms: 10 });
    expect(longer.value?.steps.map(({ stepId, history: past }) => [stepId, past])).toEqual([
      ['fetch', { index: 1, tailShare: 0.2 }],
      ['parse', { index: 19 / 21, tailShare: 0 }],
    ]);
    expect((await bottlenecksOf(usual, { history: repeated(usual, 19) })).value?.history).toBeNull();
  });

  it('has one bottleneck in a single step, and none in an empty run or one that took no time', async () => {
    expect((await bottlenecksOf(derived(gantt`fetch: ==`))).text).toBe(
      'Without "fetch" the run would end 2 ms (100 %) sooner. Times are derived, not measured.',
    );
    expect((await bottlenecksOf(runOf([]))).value).toBeUndefined();
    expect((await bottlenecksOf(gantt`fetch: |`)).value).toBeUndefined();
  });
});

describe('gains', () => {
  it('are what retiming says, at least the largest drag, and at most the time on the path', () => {
    forEachStep((view, step, nodes) => {
      const edited = editedWeights(
        view,
        nodes.map((node) => ({ node, factor: 0 })),
      );
      const gainNs = gainWithout(view, step);
      expect(gainNs).toBe(view.untilNs - retime(view, edited).untilNs);
      expect(gainNs).toBeLessThanOrEqual(stepGains(view).onPathNs[step]);
      const drags = nodes.map((node) => drag(view).dragNs[node]).filter((ns) => !Number.isNaN(ns));
      expect(gainNs).toBeGreaterThanOrEqual(Math.max(0, ...drags));
    });
  });

  it('of own work are at most the own time on the path, and at most those with what was called', () => {
    forEachStep((view, step, nodes) => {
      const gainNs = ownGain(view, step);
      expect(gainNs).toBeGreaterThanOrEqual(0);
      expect(gainNs).toBeLessThanOrEqual(ownTimes(view).onPathNs[step]);
      const isAround = [...stepLevel(view)].some((owner) => owner < 0);
      expect(gainNs).toBeLessThanOrEqual(isAround ? Infinity : gainWithout(view, step));
      const isLeaf = nodes.every((node) => !view.parent.includes(node));
      expect(isAround || !isLeaf || gainNs === gainWithout(view, step)).toBe(true);
    });
  });

  it('grow with the speed, up to that of removing', () => {
    forEachStep((view, step, nodes) => {
      const halved = editedWeights(
        view,
        nodes.map((node) => ({ node, factor: 0.5 })),
      );
      const gainNs = gainAtSpeed(view, step, 2);
      // Factors are rounded to whole nanoseconds, the proportion is not.
      expect(Math.abs(gainNs - (view.untilNs - retime(view, halved).untilNs))).toBeLessThanOrEqual(view.size);
      expect(gainNs).toBeLessThanOrEqual(gainWithout(view, step) + view.size);
    });
  });
});

const hasCallerIn = (parent: Int32Array, node: number, nodes: ReadonlySet<number>): boolean => {
  for (let above = parent[node]; above >= 0; above = parent[above]) if (nodes.has(above)) return true;
  return false;
};

const forEachStep = (check: (view: ReturnType<typeof viewOf>, step: number, nodes: number[]) => void): void =>
  fc.assert(
    fc.property(arbitraryRun, (run) => {
      const view = viewOf(run);
      const { ids, stepOf } = stepIndex(view);
      for (const step of ids.keys()) {
        if (stepGains(view).onPathNs[step] === 0) continue;
        const nodes = [...stepOf.keys()].filter((node) => stepOf[node] === step && stepLevel(view)[node] >= 0);
        check(
          view,
          step,
          nodes.filter((node) => !hasCallerIn(view.parent, node, new Set(nodes))),
        );
      }
    }),
    { numRuns: 500 },
  );
