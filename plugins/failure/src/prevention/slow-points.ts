import type { RunView } from '@faultline/core';
import { enoughForPercentiles, expected, type Baselines } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import type { RootCauses } from '../root-cause/root-causes.ts';
import { roundedUp } from './rounded-up.ts';
import type { WeakPoint } from './weak-point.ts';

/** Measures are simulated for so many places. */
const mostPoints = 3;
/** What a step took beyond its usual time must make up so much of the time by which the run was late. */
const leastPart = 0.1;

/**
 * What made a completed run late, slowest first beyond what is usual, at most three. Late is a run that takes longer than its
 * success criterion allows, or, where none is declared, than 95 % of earlier runs; slow is a step that takes longer than
 * its usual 95th percentile, learned or declared. Of steps that wait for others in calls the innermost. O(V).
 *
 *     at most 60 s, took 88 s; "analyse" took 31 s, usually 9 s   ->   "analyse"
 */
export function slowPoints(run: RunView, learned: Baselines, diagnosis: () => RootCauses): readonly WeakPoint[] {
  const lateAfterMs = deadlineOf(run, learned);
  const lateMs = run.untilMs - run.startMs - (lateAfterMs ?? Infinity);
  if (lateAfterMs === undefined || lateMs <= 0) return [];
  const slow = run.executions
    .flatMap((execution) => {
      if (execution.status !== 'completed') return [];
      const usual = expected(run, execution.stepId, 'durationMs', learned);
      const tookMs = run.durationMs(execution);
      if (usual?.p95 === undefined || tookMs <= usual.p95) return [];
      return [{ execution, tookMs, beyondMs: tookMs - (usual.p50 ?? usual.p95) }];
    })
    .filter(({ beyondMs }) => beyondMs >= leastPart * lateMs);
  const callers = new Set(slow.map(({ execution }) => execution.parentId));
  const innermost = slow.filter(({ execution }) => !callers.has(execution.id));
  if (innermost.length === 0) return [];
  const causes = diagnosis();
  const sharedName = sharedBy(
    run,
    causes,
    innermost.map(({ execution }) => execution),
  );
  const byStep = Map.groupBy(
    innermost.toSorted((a, b) => b.beyondMs - a.beyondMs),
    ({ execution }) => execution.stepId,
  );
  return [...byStep].slice(0, mostPoints).map(([stepId, [slowest, ...others]]): WeakPoint => {
    // A group has members.
    const { execution, tookMs } = slowest!;
    return {
      stepId,
      stepType: execution.type,
      executions: [execution, ...others.map((other) => other.execution)],
      kind: 'slow',
      failureType: undefined,
      fate: undefined,
      victimId: undefined,
      probability: causes.candidates.find(({ place }) => place.kind === 'step' && place.stepId === stepId)?.probability,
      failedAttempts: 0,
      slowness: { tookMs: roundedUp(tookMs), lateAfterMs, sharedName },
    };
  });
}

function deadlineOf(run: RunView, learned: Baselines): number | undefined {
  const declared = run.definition?.successCriteria.maxDurationMs;
  if (declared !== undefined) return declared;
  const usual = learned.ofRun(run.workflowId, 'durationMs');
  return usual === undefined || usual.count < enoughForPercentiles ? undefined : usual.quantile(0.95);
}

/** The resource that was slow for all of them, if the diagnosis names one. */
function sharedBy(run: RunView, { roots }: RootCauses, slow: readonly StepExecution[]): string | undefined {
  for (const { place } of roots)
    if (place.kind === 'resource' && slow.every((execution) => place.users.includes(run.nodeOf(execution))))
      return place.name;
  return undefined;
}
