import type { RunView } from '@faultline/core';
import { failureFates, failureRoots, needsOf, type FailureFate, type FailureRoot } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { largest } from '@faultline/stats';
import type { RootCauses } from '../root-cause/root-causes.ts';
import { isOfInput } from './failure-kinds.ts';
import type { WeakPoint } from './weak-point.ts';

/** Measures are simulated for so many places. */
const mostPoints = 3;
/** A candidate that shows no failure itself must be this probable to be looked at. */
const suspicious = 0.2;
/** More probable than not: what speaks for it need not be seen at it. */
const convincing = 0.5;
/** One that does show a failure, while others are blamed. */
const possible = 0.1;

/**
 * Where failures of a run began, most probable first, at most three: failures that nobody mended and no other one explains, and
 * completed steps that the diagnosis blames for a later failure. O(V + E).
 */
export function weakPoints(run: RunView, diagnosis: RootCauses): readonly WeakPoint[] {
  const roots = failureRoots(run).filter(({ fate, failure }) => fate !== 'recovered' && failure.type !== 'cancelled');
  const probabilityOf = probabilities(diagnosis);
  const blamed = badOutputs(run, roots, diagnosis, probabilityOf);
  const explained = new Set(blamed.map(({ victimId }) => victimId));
  const failed = [...Map.groupBy(roots, ({ execution }) => execution.stepId).values()]
    .map((group) => failedPoint(group, probabilityOf))
    .filter(({ stepId, probability = 0 }) => !explained.has(stepId) || probability >= possible);
  return [...blamed, ...failed]
    .toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0) || rankOf(a.fate) - rankOf(b.fate))
    .slice(0, mostPoints);
}

/** Failures that need most attention first. */
const rankOf = (fate: FailureFate | undefined): number =>
  fate === undefined ? failureFates.length : failureFates.indexOf(fate);

type Probabilities = ReadonlyMap<string, number>;

/** By step, all its items together. Of a step that is a root beside another, given that one. */
function probabilities({ roots, candidates }: RootCauses): Probabilities {
  const byStep = new Map<string, number>();
  for (const { place, probability } of candidates)
    if (place.kind === 'step') byStep.set(place.stepId, (byStep.get(place.stepId) ?? 0) + probability);
  for (const { place, probability } of roots)
    if (place.kind === 'step') byStep.set(place.stepId, Math.max(byStep.get(place.stepId) ?? 0, probability));
  return byStep;
}

function failedPoint(group: readonly FailureRoot[], probabilityOf: Probabilities): WeakPoint {
  const [worst] = group.toSorted((a, b) => rankOf(a.fate) - rankOf(b.fate));
  // A group has members.
  const { execution, failure, fate } = worst!;
  const attempts = largest(group.map((root) => root.attempts.length));
  return {
    stepId: execution.stepId,
    executions: group.flatMap((root) => root.attempts),
    stepType: execution.type,
    kind: fate === 'swallowed' || fate === 'unresolved' ? 'swallowed' : 'failure',
    failureType: failure.type,
    fate,
    victimId: undefined,
    probability: probabilityOf.get(execution.stepId),
    failedAttempts: attempts,
    slowness: undefined,
  };
}

/** Completed steps that are blamed, with the failure that came of what they put out. */
function badOutputs(
  run: RunView,
  roots: readonly FailureRoot[],
  { roots: named, candidates }: RootCauses,
  probabilityOf: Probabilities,
): readonly WeakPoint[] {
  const ofInput = roots.filter(({ failure }) => isOfInput(failure.type));
  if (ofInput.length === 0) return [];
  const points = new Map<string, WeakPoint>();
  for (const { place, execution, clues } of [...named, ...candidates]) {
    if (place.kind !== 'step' || execution?.status !== 'completed' || points.has(place.stepId)) continue;
    const probability = probabilityOf.get(place.stepId) ?? 0;
    // What comes later makes everything before it suspicious: something must have been seen there.
    const isSeen = probability >= convincing || clues.some(({ asRoot }) => asRoot > 0);
    if (probability < suspicious || !isSeen) continue;
    const reached = reachOf(run, execution);
    const victim = ofInput.find((root) => reached.has(run.nodeOf(root.execution)));
    if (victim === undefined) continue;
    points.set(place.stepId, {
      stepId: place.stepId,
      executions: [execution],
      stepType: execution.type,
      kind: 'output',
      failureType: victim.failure.type,
      fate: victim.fate,
      victimId: victim.execution.stepId,
      probability,
      failedAttempts: 0,
      slowness: undefined,
    });
  }
  return [...points.values()];
}

/** The nodes that needed an execution, or what needed it. O(V + E). */
function reachOf(run: RunView, execution: StepExecution): ReadonlySet<number> {
  const { offsets, targets } = needsOf(run).dependants;
  const reached = new Set<number>([run.nodeOf(execution)]);
  for (const node of reached)
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) reached.add(targets[edge]!);
  return reached;
}
