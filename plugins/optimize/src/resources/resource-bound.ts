import { z } from 'zod';
import { defineOptimizer, measured, type RunView } from '@faultline/core';
import { weightsOf } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { firstPlaces } from '../first-places.ts';
import { retimedGainMs } from '../retimed-gain.ts';

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
      'Executions of step "{{step}}" stood in a queue, {{waited:ms}} in all, while up to {{others:count}} other executions ran. Without its waits this run would have ended up to {{saves:ms}} earlier.',
  },
  optimize(run, { options, report }) {
    const leastMs = (options.leastShare * (run.untilNs - run.fromNs)) / 1e6;
    for (const [step, executions] of queuedByStep(run)) {
      const saves = retimedGainMs(
        run,
        executions.map((execution) => startedAtOnce(run, execution)),
      );
      if (saves <= 0 || saves < leastMs) continue;
      const waited = executions.reduce((sum, execution) => sum + queuedMsOf(execution), 0);
      const others = executions.reduce((most, execution) => Math.max(most, runningAtStart(run, execution)), 0);
      report({
        messageId: 'queued',
        at: firstPlaces(executions),
        data: { step, waited, others, saves },
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
    run.executions.filter((execution) => execution.status !== 'skipped' && queuedMsOf(execution) > 0),
    ({ stepId }) => stepId,
  );
}

/** As soon as nothing but the queue held it up. */
function startedAtOnce(run: RunView, execution: StepExecution) {
  const node = run.nodeOf(execution);
  const delayNs = weightsOf(run).delayNs[node]!;
  return { node, delayNs: Math.max(0, delayNs - queuedMsOf(execution) * 1e6) };
}

/** Executions under way right before this one started, without those around it. O(V). */
function runningAtStart(run: RunView, execution: StepExecution): number {
  const node = run.nodeOf(execution);
  const atNs = run.startNs[node]!;
  const around = new Set<number>();
  for (let above = run.parent[node]!; above >= 0; above = run.parent[above]!) around.add(above);
  let running = 0;
  for (let other = 0; other < run.executionCount && run.startNs[other]! < atNs; other++)
    if (run.endNs[other]! >= atNs && !around.has(other)) running++;
  return running;
}
