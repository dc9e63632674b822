import { z } from 'zod';
import { defineOptimizer, type RunView } from '@faultline/core';
import { finalAttempts } from '@faultline/facts';
import { waits } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { exactly, leastGainMs, retimedGainMs } from '../retimed-gain.ts';

const NS_PER_MS = 1e6;

/** Reports steps that read, and waited for something they take no data from. */
export const prefetch = defineOptimizer({
  id: 'optimize/prefetch',
  description:
    'Reports steps that only read and waited for a dependency without data, and what reading ahead would save.',
  advice: 'Read as soon as the input is there, and hold the result until the dependency that gates it has ended.',
  severity: 'info',
  options: z.strictObject({
    readingTypes: z
      .array(z.string())
      .default(['data_ingestion', 'retriever', 'consultation'])
      .describe('Types of steps that only read, so that they may run before it is known that they are needed.'),
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe('The share of the run that must be saved to be reported.'),
  }),
  messages: {
    early:
      'Step "{{step}}" only reads; its input was there {{ahead:ms}} before it started, but it waited for "{{gate}}", from which it takes no data. Read ahead, this run would have ended {{saves:ms}} earlier.',
  },
  optimize(run, { options, report }) {
    const leastMs = leastGainMs(run, options.leastShare);
    const reading = new Set(options.readingTypes);
    for (const { execution, gate, readyNs } of gated(run, reading)) {
      const node = run.nodeOf(execution);
      const aheadNs = run.startNs[node]! - readyNs;
      const durationNs = Math.max(0, run.endNs[node]! - run.startNs[node]! - aheadNs);
      const saves = retimedGainMs(run, [{ node, durationNs }]);
      if (saves <= 0 || saves < leastMs) continue;
      report({
        messageId: 'early',
        at: [execution],
        data: { step: execution.stepId, gate: gate.stepId, ahead: aheadNs / NS_PER_MS, saves },
        impact: { savesMs: exactly(saves), basis: 'retimed' },
        evidence: [{ type: 'edge', from: gate.id, to: execution.id, origin: 'declared' }],
      });
    }
  },
});

interface Gated {
  readonly execution: StepExecution;
  /** What it waited for, although it takes no data from it. */
  readonly gate: StepExecution;
  /** When all that it takes data from had ended. */
  readonly readyNs: number;
}

/** By the definition, which says what of a dependency is data. O(V + declared dependencies · executions). */
function* gated(run: RunView, reading: ReadonlySet<string>): Generator<Gated> {
  const { blocker } = waits(run);
  for (const { id, type, dependencies } of run.definition?.steps ?? []) {
    if (!reading.has(type)) continue;
    const gates = new Set(dependencies.filter((one) => one.dependencyType !== 'data').map(({ on }) => on));
    for (const execution of gates.size === 0 ? [] : run.executionsOf(id)) {
      const node = run.nodeOf(execution);
      const gate = run.executions[blocker[node]!];
      if (gate === undefined || !gates.has(gate.stepId) || execution.attempt > 1) continue;
      const parent = run.parent[node]!;
      const sources = dependencies.flatMap(({ on }) => (gates.has(on) ? [] : (finalAttempts(run).get(on) ?? [])));
      const readyNs = sources.reduce(
        (latest, source) => Math.max(latest, run.endNs[run.nodeOf(source)]!),
        parent < 0 ? run.fromNs : run.startNs[parent]!,
      );
      if (readyNs < run.startNs[node]!) yield { execution, gate, readyNs };
    }
  }
}
