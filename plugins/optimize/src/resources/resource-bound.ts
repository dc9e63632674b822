import { z } from 'zod';
import { defineOptimizer, firstPlaces, measured, type RunView } from '@faultline/core';
import { weightsOf } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { firstIndex } from '@faultline/stats';
import { leastGainMs, retimedGainMs } from '../retimed-gain.ts';

/** Reports steps that stood in a queue, ready, while others held what they needed. */
export const resourceBound = defineOptimizer({
  id: 'optimize/resource-bound',
  description: 'Reports steps that waited in a queue, and what more capacity would save.',
  advice: 'Give the pool that these steps wait for more capacity, or let less of what can wait into it.',
  severity: 'info',
  options: z.strictObject({
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe('The share of the run that must be saved to be reported.'),
  }),
  messages: {
    queued:
      'Executions of step "{{step}}" stood in a queue, {{waited:ms}} in all, while up to {{others:count}} other {{noun}} ran. Without its waits this run would have ended up to {{saves:ms}} earlier.',
  },
  optimize(run, { options, report }) {
    const leastMs = leastGainMs(run, options.leastShare);
    const queued = queuedByStep(run);
    if (queued.size === 0) return;
    const { delayNs } = weightsOf(run);
    const runningAtStart = runningAtStarts(run);
    for (const [step, executions] of queued) {
      const saves = retimedGainMs(
        run,
        executions.map((execution) => startedAtOnce(run, execution, delayNs)),
      );
      if (saves <= 0 || saves < leastMs) continue;
      const waited = executions.reduce((sum, execution) => sum + queuedMsOf(execution), 0);
      const others = executions.reduce((most, execution) => Math.max(most, runningAtStart(run.nodeOf(execution))), 0);
      // What held the pool was not of this run, or there is none: more capacity may gain nothing.
      if (others === 0) continue;
      report({
        messageId: 'queued',
        at: firstPlaces(executions),
        data: { step, waited, others, noun: others === 1 ? 'execution' : 'executions', saves },
        // More capacity gains at most the waits; what one more slot gains depends on who is served first.
        impact: { savesMs: { low: 0, expected: saves / 2, high: saves }, basis: 'retimed' },
        evidence: [measured('queuedMs', waited, 'ms', executions[0])],
      });
    }
  },
});

const queuedMsOf = ({ queuedMs, startMs }: StepExecution): number => startMs - (queuedMs ?? startMs);

function queuedByStep(run: RunView): ReadonlyMap<string, readonly StepExecution[]> {
  return Map.groupBy(
    // People are no pool: they are asked, and answer when they have seen it.
    run.executions.filter(
      (execution) => execution.status !== 'skipped' && execution.type !== 'human' && queuedMsOf(execution) > 0,
    ),
    ({ stepId }) => stepId,
  );
}

/** As soon as nothing but the queue held it up. */
function startedAtOnce(run: RunView, execution: StepExecution, delayNs: Float64Array) {
  const node = run.nodeOf(execution);
  return { node, delayNs: Math.max(0, delayNs[node]! - queuedMsOf(execution) * 1e6) };
}

/**
 * How many executions were under way right before one started, without those around it: those that had begun, less those
 * that had ended. O(V log V), and then O(log V + depth) for each.
 */
function runningAtStarts({ startNs, endNs, parent }: RunView): (node: number) => number {
  const starts = startNs.toSorted();
  const ends = endNs.map((end, node) => Math.max(end, startNs[node]!)).toSorted();
  return (node) => {
    const atNs = startNs[node]!;
    const before = (times: Float64Array): number => firstIndex(times.length, (at) => times[at]! >= atNs);
    let around = 0;
    for (let above = parent[node]!; above >= 0; above = parent[above]!)
      if (startNs[above]! < atNs && endNs[above]! >= atNs) around++;
    return before(starts) - before(ends) - around;
  };
}
