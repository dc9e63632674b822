import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { expected, selfTimesNs, stepIndex, type Baselines } from '@faultline/facts';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';

/** What a step took, and what was expected of it. */
export const stepFiguresSchema = z.strictObject({
  stepId: z.string(),
  executions: z.int(),
  failed: z.int(),
  totalMs: z.number().describe('All executions added up, what they called included.'),
  longestMs: z.number(),
  expected: z
    .exactOptional(
      z.strictObject({
        p50Ms: z.number().nullable(),
        p95Ms: z.number().nullable(),
        basis: z.enum(['learned', 'declared', 'prior']),
      }),
    )
    .describe('What is usual for one execution, where somebody said.'),
  ratio: z
    .exactOptional(z.number())
    .describe('The mean of its completed executions by the usual one, where there are both.'),
});

type StepFigures = z.infer<typeof stepFiguresSchema>;

/**
 * The steps that began, those first that took most beyond what is usual for them, then those that took longest. Who called
 * others is held against its usual own work, where that was learned: what it called is held against its own. O(V + S log S)
 * for S steps.
 */
export function stepFigures(
  run: RunView,
  learned: Baselines,
  limit: number,
): { readonly steps: StepFigures[]; readonly left: number } {
  const { ids } = stepIndex(run);
  const { totalNs, longestNs, executions, failed, completed, completedNs, completedSelfNs } = totalsOf(run);
  const excessMs = new Float64Array(ids.length);
  const usual = ids.map((stepId, step) => {
    if (executions[step] === 0) return undefined;
    const known = expected(run, stepId, 'durationMs', learned);
    const typicalMs = known?.p50 ?? known?.mean;
    const ownMs = expected(run, stepId, 'selfMs', learned)?.p50;
    if (ownMs !== undefined) excessMs[step] = Math.max(0, msOf(completedSelfNs[step]!) - ownMs * completed[step]!);
    else if (typicalMs !== undefined)
      excessMs[step] = Math.max(0, msOf(completedNs[step]!) - typicalMs * completed[step]!);
    return known;
  });
  const count = executions.reduce((sum, ofStep) => sum + (ofStep > 0 ? 1 : 0), 0);
  // What never began took no time: it comes last, and is left out.
  const byExcess = (a: number, b: number): number =>
    Number(executions[b]! > 0) - Number(executions[a]! > 0) || excessMs[b]! - excessMs[a]! || totalNs[b]! - totalNs[a]!;
  const steps = foremost(ids.length, Math.min(limit, count), byExcess).map((step) => {
    const known = usual[step];
    const typicalMs = known?.p50 ?? known?.mean;
    return {
      stepId: ids[step]!,
      executions: executions[step]!,
      failed: failed[step]!,
      totalMs: msOf(totalNs[step]!),
      longestMs: msOf(longestNs[step]!),
      ...(known !== undefined && {
        expected: { p50Ms: typicalMs ?? null, p95Ms: known.p95 ?? null, basis: known.basis },
      }),
      ...(typicalMs !== undefined &&
        typicalMs > 0 &&
        completed[step]! > 0 && { ratio: msOf(completedNs[step]!) / completed[step]! / typicalMs }),
    };
  });
  return { steps, left: count - steps.length };
}

/** Columns by number of the step, of the executions that began. */
function totalsOf(run: RunView) {
  const { ids, stepOf } = stepIndex(run);
  const totalNs = new Float64Array(ids.length);
  const longestNs = new Float64Array(ids.length);
  const executions = new Uint32Array(ids.length);
  const failed = new Uint32Array(ids.length);
  const completed = new Uint32Array(ids.length);
  const completedNs = new Float64Array(ids.length);
  const completedSelfNs = new Float64Array(ids.length);
  const selfNs = selfTimesNs(run);
  for (let node = 0; node < run.executionCount; node++) {
    const { status } = run.executions[node]!;
    if (status === 'skipped' || status === 'pending') continue;
    const step = stepOf[node]!;
    const ns = Math.max(0, run.endNs[node]! - run.startNs[node]!);
    executions[step]!++;
    if (status === 'failed') failed[step]!++;
    // What ended before it started has no duration to compare.
    if (status === 'completed' && run.endNs[node]! >= run.startNs[node]!) {
      completed[step]!++;
      completedNs[step]! += ns;
      completedSelfNs[step]! += selfNs[node]!;
    }
    totalNs[step]! += ns;
    if (ns > longestNs[step]!) longestNs[step] = ns;
  }
  return { totalNs, longestNs, executions, failed, completed, completedNs, completedSelfNs };
}
