import { z } from 'zod';
import { defineOptimizer, firstPlaces, type RunView } from '@faultline/core';
import { waits, weightsOf } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { leastGainMs, retimedGainMs } from '../retimed-gain.ts';

/** Reports steps that waited for all items of another one although they could have begun with the first. */
export const streaming = defineOptimizer({
  id: 'optimize/streaming',
  description: 'Reports steps that waited for all items of another step, and what taking them one by one would save.',
  advice: 'Hand items over as they come instead of all at once.',
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
    items:
      'The {{items:count}} items of step "{{step}}" each need their own of "{{producer}}", yet all waited for the last of them. Started one by one they would have ended this run up to {{saves:ms}} earlier.',
    whole:
      'Step "{{step}}" waited for all {{items:count}} items of "{{producer}}". If it can work on each as it comes, this run would have ended {{saves:ms}} earlier.',
  },
  optimize(run, { options, report }) {
    // Where no need is known, nobody waited for items.
    if (run.edges.from.length === 0) return;
    const leastMs = leastGainMs(run, options.leastShare);
    for (const { producer, step, executions } of heldUpItems(run)) {
      const saves = retimedGainMs(
        run,
        executions.map((execution) => ({ node: run.nodeOf(execution), delayNs: 0 })),
      );
      if (saves <= 0 || saves < leastMs) continue;
      report({
        messageId: 'items',
        at: firstPlaces(executions),
        data: { step, producer, items: executions.length, saves },
        // With fewer workers than items some have to wait all the same.
        impact: { savesMs: { low: 0, expected: saves, high: saves }, basis: 'retimed' },
      });
    }
    for (const { producer, execution, endsNs } of wholeWaits(run)) {
      const node = run.nodeOf(execution);
      const durationNs = pipelinedNs(endsNs, run.endNs[node]! - run.startNs[node]!);
      const saves = retimedGainMs(run, [{ node, durationNs }]);
      if (saves <= 0 || saves < leastMs) continue;
      report({
        messageId: 'whole',
        at: [execution],
        data: { step: execution.stepId, producer, items: endsNs.length, saves },
        impact: { savesMs: { low: 0, expected: saves, high: saves }, basis: 'retimed' },
      });
    }
  },
});

interface HeldUpItems {
  readonly producer: string;
  readonly step: string;
  readonly executions: readonly StepExecution[];
}

/** Steps whose items each need one item of another, and that all began after the last of those. O(V). */
function* heldUpItems(run: RunView): Generator<HeldUpItems> {
  const { blocker, isImplied } = waits(run);
  const { delayNs } = weightsOf(run);
  for (const step of stepsWithItems(run)) {
    const executions = run.executionsOf(step).filter(({ attempt }) => attempt === 1);
    const sources = executions.map((execution) => {
      const node = run.nodeOf(execution);
      const source = blocker[node]!;
      return source < 0 || isImplied[node] === 1 ? undefined : run.executions[source]!;
    });
    const [producer] = sources.map((source) => source?.stepId);
    const isPaired = sources.every(
      (source, at) => source?.stepId === producer && source?.item === executions[at]!.item && source.item !== '',
    );
    if (producer === undefined || producer === step || !isPaired) continue;
    const lastNs = run.executionsOf(producer).reduce((last, one) => Math.max(last, run.endNs[run.nodeOf(one)]!), 0);
    const nodes = executions.map((execution) => run.nodeOf(execution));
    if (nodes.every((node) => run.startNs[node]! >= lastNs) && nodes.some((node) => delayNs[node]! > 0))
      yield { producer, step, executions };
  }
}

/** Steps with several items, in order of their first execution. */
function stepsWithItems(run: RunView): ReadonlySet<string> {
  const steps = new Set<string>();
  const firstItem = new Map<string, string>();
  for (const { stepId, item } of run.executions) {
    const known = firstItem.get(stepId);
    if (known === undefined) firstItem.set(stepId, item);
    else if (known !== item) steps.add(stepId);
  }
  return steps;
}

interface WholeWait {
  readonly producer: string;
  readonly execution: StepExecution;
  /** When the items it waited for ended, in order, from its own start: none is positive. */
  readonly endsNs: readonly number[];
}

/** Executions that are alone in their step and needed two or more items of the step that held them up. O(V + E log E). */
function* wholeWaits(run: RunView): Generator<WholeWait> {
  const { blocker } = waits(run);
  const sources = new Map<number, number[]>();
  for (let edge = 0; edge < run.dependencies.length; edge++) {
    const [from, to] = [run.edges.from[edge]!, run.edges.to[edge]!];
    const held = blocker[to]!;
    if (held < 0 || run.executionsOf(run.executions[to]!.stepId).length > 1) continue;
    const { stepId } = run.executions[held]!;
    if (stepId !== run.executions[from]!.stepId || run.executionsOf(stepId).length === 1) continue;
    const known = sources.get(to);
    if (known === undefined) sources.set(to, [from]);
    else known.push(from);
  }
  for (const [node, nodes] of sources) {
    const execution = run.executions[node]!;
    const items = new Set(nodes.map((from) => run.executions[from]!.item));
    if (items.size < 2) continue;
    const endsNs = nodes.map((from) => run.endNs[from]! - run.startNs[node]!).toSorted((a, b) => a - b);
    yield { producer: run.executions[nodes[0]!]!.stepId, execution, endsNs };
  }
}

/**
 * How long it takes from the last item on, if its work is spread evenly over the items and begins with each as it comes.
 *
 *     items end at -6, -3, 0; work 6   ->   -6..-4, -3..-1, 0..2: 2 are left
 */
function pipelinedNs(endsNs: readonly number[], durationNs: number): number {
  const shareNs = durationNs / endsNs.length;
  const doneNs = endsNs.reduce((done, end) => Math.max(done, end) + shareNs, -Infinity);
  return Math.round(Math.max(0, doneNs));
}
