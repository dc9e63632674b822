import type { RunView } from '@faultline/core';
import {
  stepCallsOf,
  stepCounts,
  stepEdgesOf,
  stepIndex,
  successionsOf,
  type Baselines,
  type WorkflowShape,
} from '@faultline/facts';
import { fact } from '@faultline/graph';
import { failureKinds } from './failure-kinds.ts';
import type { Family } from './hypothesis.ts';
import { isRare, kindOf, sumUpTo, type Kinds } from './kinds.ts';
import { rarity } from './rarity.ts';

/**
 * Two questions about which things a run has: which steps ran, and with what failures; and in what order. Each is one
 * question, however many steps there are.
 */
export function kindTests(run: RunView, learned: Baselines, shape: WorkflowShape): Family[] {
  const steps = [
    // Whatever did not run after a failure is told by the failure.
    ...(run.status === 'completed' ? [missingSteps(run, shape), uncalledSteps(run, shape)] : []),
    unexpectedSteps(run, shape),
    failureKinds(run, learned, shape),
  ];
  return [
    familyOf('steps', steps, shape.runs, 4),
    familyOf('order', [newEdges(run, shape), newOrders(run, shape)], shape.runs, 2),
  ];
}

function familyOf(about: 'steps' | 'order', sorts: readonly Kinds[], runs: number, weight: number): Family {
  const present = sorts.flatMap((sort) => sort.present);
  const runsAsRare = (count: number): number => sorts.reduce((sum, sort) => sum + sort.runsAsRare(count), 0);
  const kinds = rarity(present, runsAsRare, runs);
  const p = kinds[0]?.p ?? 1;
  return { exactP: p, p, weight, count: 1, hypotheses: [{ about, exactP: p, p, weight: 1, runs, kinds }] };
}

function missingSteps(run: RunView, shape: WorkflowShape): Kinds {
  const runsWithout = (stepId: string): number => shape.runs - shape.runsWith(stepId);
  // One that was skipped has its reason in what failed.
  const absent = shape.stepIds.filter((stepId) => run.executionsOf(stepId).length === 0);
  return {
    present: absent.map((stepId) => kindOf('missing', [stepId], runsWithout(stepId))),
    runsAsRare: (count) => sumUpTo(count, shape.stepIds.map(runsWithout)),
  };
}

/** What a branch did without, which only some runs take: what nearly all runs have is missing as a step. */
function uncalledSteps(run: RunView, shape: WorkflowShape): Kinds {
  const kinds = callsOfBranches(shape);
  const called = Map.groupBy(stepCallsOf(run), ({ from }) => from);
  return {
    present: kinds
      .filter(({ seenIn }) => isRare(seenIn, shape))
      .filter(({ from, to }) => hasCompleted(run, from) && !called.get(from)?.some((call) => call.to === to))
      .map(({ from, to, seenIn }) => kindOf('uncalled', [from, to], seenIn)),
    runsAsRare: (count) =>
      sumUpTo(
        count,
        kinds.map(({ seenIn }) => seenIn),
      ),
  };
}

/** Which steps those called that not nearly all runs have, and in how many runs they ran and did not. */
const callsOfBranches = fact((shape: WorkflowShape) =>
  shape.calls
    .filter(({ from }) => shape.runsWith(from) < 0.9 * shape.runs)
    .map(({ from, to, runs }) => ({ from, to, seenIn: shape.runsWith(from) - runs })),
);

const hasCompleted = (run: RunView, stepId: string): boolean =>
  run.executionsOf(stepId).some(({ status }) => status === 'completed');

function unexpectedSteps(run: RunView, shape: WorkflowShape): Kinds {
  const { executionsPerRun } = stepCounts(run);
  return {
    present: stepIndex(run).ids.flatMap((stepId, step) => {
      // Learned runs count a step only where it ran.
      if (executionsPerRun[step] === 0) return [];
      const runsWith = shape.runsWith(stepId);
      return isRare(runsWith, shape) ? [kindOf('unexpected', [stepId], runsWith)] : [];
    }),
    runsAsRare: (count) =>
      sumUpTo(
        count,
        shape.stepIds.map((stepId) => shape.runsWith(stepId)),
      ),
  };
}

/** What the definition demands is no news: earlier runs may have been learned without it. */
const newEdges = (run: RunView, shape: WorkflowShape): Kinds => ({
  present: stepEdgesOf(run)
    .filter(({ from, to, isDeclared }) => !isDeclared && shape.runsWithEdge(from, to) === 0)
    .map(({ from, to }) => kindOf('edge', [from, to], 0)),
  // Others are as usual as can be: they are asked about only where no run had them.
  runsAsRare: () => shape.edges.seenOnce,
});

const newOrders = (run: RunView, shape: WorkflowShape): Kinds => ({
  present: successionsOf(run)
    .filter(({ from, to }) => shape.runsWithSuccession(from, to) === 0)
    .map(({ from, to }) => kindOf('succession', [from, to], 0)),
  runsAsRare: () => shape.successions.seenOnce,
});
