import { describe, expect, it } from 'vitest';
import { quoted, viewOf, type RunView } from '@faultline/core';
import { baselines, repeatedInputs } from '@faultline/facts';
import { workflowDefinitionSchema, type WorkflowDefinitionInput } from '@faultline/model';
import { executionOf, folded, gantt, runOf } from '@faultline/plugin-testkit';
import type { Edit } from '@faultline/simulator';
import { wilsonInterval } from '@faultline/stats';
import { planCandidates } from './plan-candidates.ts';
import { searchPlan } from './search-plan.ts';

const defined = (steps: WorkflowDefinitionInput['steps']) => workflowDefinitionSchema.parse({ id: 'drawn', steps });

/** Two branches of equal length between a start and an end. */
const forkJoin = defined([
  { id: 'fetch' },
  { id: 'left', dependencies: ['fetch'], description: 'Reads.', expectedDurationMs: 4 },
  { id: 'right', dependencies: ['fetch'] },
  { id: 'write', dependencies: ['left', 'right'] },
]);
const forkJoinRun = gantt`
  fetch: ==
  left :   ====
  right:   ====
  write:       ==
`;
const historyOf = (definition: typeof forkJoin, run = forkJoinRun): readonly RunView[] =>
  Array.from({ length: 5 }, (_, index) => viewOf({ ...run, id: `run-${index}` }, definition));
const halved = (stepId: string): Edit => ({ kind: 'scale', stepId, factor: 0.5 });
const history = historyOf(forkJoin);

describe('searchPlan', () => {
  it('finds changes that gain nothing alone', () => {
    const plan = searchPlan(history, forkJoin, [halved('left'), halved('right'), halved('fetch')], { maxChanges: 2 });
    expect(plan.edits).toEqual([halved('left'), halved('right')]);
    expect(plan.effect).toMatchObject({
      before: { meanMs: 8 },
      after: { meanMs: 6 },
      gainMs: { mean: 2, low: 2, high: 2 },
    });
    expect(plan.changes.map(({ text, gainMs }) => [text, gainMs])).toEqual([
      ['Let "left" take 50 % of its time.', 2],
      ['Let "right" take 50 % of its time.', 2],
    ]);
    expect(plan.search).toMatchObject({ kind: 'exhaustive', allGain: 3 });
    expect(plan.runIds).toEqual(['run-0', 'run-1', 'run-2', 'run-3', 'run-4']);
  });

  it('quotes names as all messages do, so that no name ends its quotes', () => {
    const hostile = 'fetch" twice \\';
    const definition = defined([{ id: hostile }]);
    const run = { ...forkJoinRun, executions: [executionOf({ id: 'a', stepId: hostile, endMs: 4 })], edges: [] };
    const [change] = searchPlan(historyOf(definition, run), definition, [halved(hostile)]).changes;
    expect(change?.text).toBe(`Let ${quoted(hostile)} take 50 % of its time.`);
  });

  it('leaves out what adds nothing, and has no plan where nothing gains', () => {
    expect(searchPlan(history, forkJoin, [halved('fetch'), halved('left')]).edits).toEqual([halved('fetch')]);
    const none = searchPlan(history, forkJoin, [halved('left')]);
    expect(none).toMatchObject({ edits: [], definition: forkJoin, effect: { gainMs: { mean: 0 } } });
  });

  it('does not count as a gain that runs fail sooner', () => {
    const cut: Edit = { kind: 'timeout', stepId: 'fetch', timeoutMs: 1 };
    expect(searchPlan(history, forkJoin, [cut]).edits).toEqual([]);
    expect(searchPlan(history, forkJoin, [cut, halved('fetch')]).edits).toEqual([halved('fetch')]);
  });

  it('never removes a data dependency, a gate, or a need that was recorded', () => {
    const gated = defined([
      { id: 'fetch' },
      { id: 'left', dependencies: [{ on: 'fetch', dependencyType: 'control' }] },
      { id: 'right', dependencies: [{ on: 'left', dependencyType: 'resource', dataFlow: ['rows'] }] },
      { id: 'write', dependencies: ['right'] },
    ]);
    const drops = [
      ['fetch', 'left'],
      ['left', 'right'],
      ['right', 'write'],
      ['fetch', 'write'],
    ].map(([from = '', to = '']): Edit => ({ kind: 'drop-edge', from, to }));
    const recorded = gantt`
      fetch: ==
      left :   ==
      right:     ==
      write:       == <- fetch
    `;
    const plan = searchPlan(historyOf(gated, recorded), gated, drops);
    expect(plan.refused.map(({ reason }) => reason)).toEqual([
      '"fetch" is a gate before "left".',
      '"right" takes data from "left".',
      '"write" takes data from "right".',
      'It is recorded that "write" needs "fetch".',
    ]);
    expect(plan.edits).toEqual([]);
  });

  it('gives up waits for a resource alone, and says so in the definition', () => {
    const serial = defined([
      { id: 'fetch' },
      { id: 'left', dependencies: ['fetch'] },
      { id: 'right', dependencies: ['fetch', { on: 'left', dependencyType: 'resource' }] },
    ]);
    const run = gantt`
      fetch: ==
      left :   ====
      right:       ====
    `;
    const candidates = planCandidates(serial, {
      inputs: repeatedInputs.view(repeatedInputs.empty()),
      baselines: baselines.view(baselines.empty()),
    });
    expect(candidates).toEqual([{ kind: 'drop-edge', from: 'left', to: 'right' }]);
    const plan = searchPlan(historyOf(serial, run), serial, candidates);
    expect(plan.effect).toMatchObject({ before: { meanMs: 10 }, after: { meanMs: 6 } });
    expect(plan.definition.steps[2]?.dependencies.map(({ on }) => on)).toEqual(['fetch']);
    // Taken at its word, the new definition has nothing left to give up.
    expect(searchPlan(historyOf(plan.definition, run), plan.definition, []).edits).toEqual([]);
  });

  it('asks for no more of a resource than there is', () => {
    const limits = new Map([['gpus', 2]]);
    const plan = searchPlan(
      history,
      forkJoin,
      [
        { kind: 'pool', resource: 'gpus', capacity: 4 },
        { kind: 'resources', stepId: 'left', requirements: { gpus: 3 } },
      ],
      { limits },
    );
    expect(plan.refused.map(({ reason }) => reason)).toEqual(Array(2).fill('There is no more than 2 of "gpus".'));
  });

  it('refuses what cannot be done, and plans with the rest', () => {
    const impossible: Edit = { kind: 'scale', stepId: 'nowhere', factor: 0.5 };
    const plan = searchPlan(history, forkJoin, [impossible, halved('fetch')]);
    expect(plan.edits).toEqual([halved('fetch')]);
    expect(plan.refused.map(({ edit }) => edit)).toEqual([impossible]);
    expect(plan.refused[0]?.reason).toContain('nowhere');
    expect(searchPlan(history, forkJoin, [impossible])).toMatchObject({ edits: [], refused: [{ edit: impossible }] });
  });

  it('is chosen on one half of the runs and judged on the other, from 40 runs on', () => {
    const many = Array.from({ length: 40 }, (_, index) => viewOf({ ...forkJoinRun, id: `run-${index}` }, forkJoin));
    const plan = searchPlan(many, forkJoin, [halved('fetch')]);
    expect(plan).toMatchObject({ chosenOn: 20, judgedOn: 20, effect: { runs: 20, gainMs: { mean: 1 } } });
    expect(searchPlan(many.slice(1), forkJoin, [halved('fetch')])).toMatchObject({ chosenOn: 39, judgedOn: 39 });
    expect(searchPlan(many.toReversed(), forkJoin, [halved('fetch')])).toEqual(plan);
  });

  it('is judged at both ends of a hit rate that was learned', () => {
    const asked = runOf(
      Array.from({ length: 40 }, (_, index) =>
        executionOf({ id: `e${index}`, stepId: 'left', item: `${index}`, input: index % 20, output: index % 20 }),
      ),
    );
    const inputs = repeatedInputs.view(folded(repeatedInputs, [asked]));
    const { low, high } = wilsonInterval(20, 40);
    const cache: Edit = { kind: 'cache', stepId: 'fetch', hitRate: 0.5 };
    const known = { of: () => inputs.of('drawn', 'left') };
    const { effect } = searchPlan(history, forkJoin, [cache], { inputs: known });
    const exactly = searchPlan(history, forkJoin, [cache]).effect;
    expect(effect.gainMs.mean).toBe(exactly.gainMs.mean);
    expect(effect.gainMs.low).toBeLessThanOrEqual(2 * low);
    expect(effect.gainMs.high).toBeGreaterThanOrEqual(2 * high);
  });

  it('adds capacity where steps wait for it, and lets none ask for more than there is', () => {
    const asking = defined(
      forkJoin.steps.map((step) => ({ ...step, resources: step.id === 'fetch' ? {} : { gpus: 1 } })),
    );
    const more: Edit = { kind: 'pool', resource: 'gpus', capacity: 2 };
    const greedy: Edit = { kind: 'resources', stepId: 'left', requirements: { gpus: 3 } };
    const oneWorker = gantt`
      fetch: ==
      left :   ====
      right:   ----====
      write:           ==
    `;
    const plan = searchPlan(historyOf(asking, oneWorker), asking, [more, greedy], { pools: new Map([['gpus', 1]]) });
    expect(plan.refused.map(({ reason }) => reason)).toEqual(['There is no more than 1 of "gpus".']);
    expect(plan.edits).toEqual([more]);
    expect(plan.effect).toMatchObject({ before: { meanMs: 12 }, after: { meanMs: 8 } });
  });

  it('says caches in the description, and what the step is then expected to take', () => {
    const runs = Array.from({ length: 20 }, (_, index) =>
      runOf(
        [
          executionOf({ id: 'fetch', stepId: 'fetch', endMs: 100 }),
          executionOf({ id: 'left', stepId: 'left', startMs: 100, endMs: 200, input: index % 4, output: index % 4 }),
          executionOf({ id: 'right', stepId: 'right', startMs: 100, endMs: 110, input: 1, output: index }),
        ],
        { id: `run-${index}` },
      ),
    );
    const candidates = planCandidates(forkJoin, {
      inputs: repeatedInputs.view(folded(repeatedInputs, runs)),
      baselines: baselines.view(folded(baselines, runs)),
      hitMs: 0,
    });
    // "right" answers the same input differently.
    expect(candidates).toEqual([{ kind: 'cache', stepId: 'left', hitRate: 0.8, hitCostMs: 0 }]);
    const { definition } = searchPlan(
      runs.map((run) => viewOf(run, forkJoin)),
      forkJoin,
      candidates,
    );
    expect(definition.steps[1]).toMatchObject({
      description: 'Reads. Answers are kept in a cache (expected hit rate: 80 %; a hit is taken to cost 0 ms).',
      expectedDurationMs: 1,
    });
    expect(workflowDefinitionSchema.parse(definition)).toEqual(definition);
  });
});
