import type { RunView } from '@faultline/core';
import { stepEdgesOf, stepFiguresOf, successionsOf, type Baselines, type WorkflowShape } from '@faultline/facts';
import { failureKinds } from './failure-kinds.ts';
import type { Family } from './hypothesis.ts';
import { isRare, kindOf, sumUpTo, type Kinds } from './kinds.ts';
import { rarity } from './rarity.ts';
import { roundKinds } from './round-kinds.ts';

/**
 * Two questions about which things a run has: which steps ran, how often and with what failures; and in what order. Each is
 * one question, however many steps there are.
 */
export function kindTests(run: RunView, learned: Baselines, shape: WorkflowShape): Family[] {
  const steps = [
    // Whatever did not run after a failure is told by the failure.
    ...(run.status === 'completed' ? [missingSteps(run, shape)] : []),
    unexpectedSteps(run, shape),
    roundKinds(run, learned, shape),
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

function unexpectedSteps(run: RunView, shape: WorkflowShape): Kinds {
  return {
    // Learned runs count a step only where it ran.
    present: [...stepFiguresOf(run).keys()].flatMap((stepId) => {
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

const newEdges = (run: RunView, shape: WorkflowShape): Kinds => ({
  present: stepEdgesOf(run)
    .filter(({ from, to }) => shape.runsWithEdge(from, to) === 0)
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
