import { z } from 'zod';
import { defineOptimizer, firstPlaces, type RunView } from '@faultline/core';
import { flowBetween, stepIndex } from '@faultline/facts';
import { criticalPath, definitionAncestors, definitionGraph, fact, waits, weightsOf } from '@faultline/graph';
import type { StepExecution, WorkflowDefinition } from '@faultline/model';
import { whatIf } from '@faultline/simulator';
import { exactly, leastGainMs, retimedGainMs } from '../retimed-gain.ts';

/** So many pairs of steps are tried, those with the most to gain first: each try schedules the run anew. */
const mostPairs = 3;
/** Between so many executions of two steps is looked for values handed over. */
const mostChecked = 200;
const NS_PER_MS = 1e6;

/** Reports steps that ran one after another although nothing says that they had to. */
export const parallelizeIndependentSteps = defineOptimizer({
  id: 'optimize/parallelize-independent-steps',
  description: 'Reports steps that ran one after another without need, and what running them side by side would save.',
  advice:
    'Start both as soon as what they need is there; check first that the later one does not rely on an effect of the other.',
  severity: 'info',
  options: z.strictObject({
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('The share of the run that must be saved to be reported.'),
  }),
  messages: {
    planned:
      'Step "{{step}}" had all it needs by definition, yet started {{waited:ms}} later, when "{{other}}" had ended. Side by side they would have ended this run {{saves:ms}} earlier.',
    unneeded:
      'Step "{{step}}" ran after "{{other}}", although no need is recorded and no value of its output is in the input. Side by side they would have ended this run {{saves:ms}} earlier.',
    rounds:
      'Executions of step "{{step}}" ran one after another, although none was given a value that another put out. Side by side they would have ended this run {{saves:ms}} earlier.',
  },
  optimize(run, { options, report, checkpoint }) {
    const leastMs = leastGainMs(run, options.leastShare);
    const isWorth = (saves: number): boolean => saves > 0 && saves >= leastMs;
    for (const { execution, other, waitedMs } of heldBack(run)) {
      const saves = retimedGainMs(run, [{ node: run.nodeOf(execution), delayNs: 0 }]);
      if (!isWorth(saves)) continue;
      report({
        messageId: 'planned',
        at: [execution, other],
        data: { step: execution.stepId, other: other.stepId, waited: waitedMs, saves },
        impact: { savesMs: exactly(saves), basis: 'retimed' },
      });
    }
    for (const { from, to } of impliedPairs(run, leastMs * NS_PER_MS).slice(0, mostPairs)) {
      checkpoint();
      if (isDefinedOrder(run, from, to)) continue;
      const pairs = executionPairs(run, from, to);
      if (!pairs.slice(0, mostChecked).every(([before, after]) => flowBetween([before], [after]) === 'none')) continue;
      const saves = whatIf(run, [{ kind: 'drop-edge', from, to }]).gainMs;
      if (!isWorth(saves)) continue;
      const at = firstPlaces([...new Set(pairs.flat())]);
      // That nothing was handed over is not proof that nothing was needed.
      const impact = { savesMs: { low: 0, expected: saves, high: saves }, basis: 'retimed' } as const;
      if (from === to) report({ messageId: 'rounds', at, data: { step: to, saves }, impact });
      else report({ messageId: 'unneeded', at, data: { step: to, other: from, saves }, impact });
    }
  },
});

/** An execution of a planned step that started when another one ended which it does not need. */
interface HeldBack {
  readonly execution: StepExecution;
  readonly other: StepExecution;
  readonly waitedMs: number;
}

/**
 * Where the definition is known, every need is: what was ready and started with the end of something else was held back by
 * it. A recorded queue is another matter. O(V log V).
 */
function* heldBack(run: RunView): Generator<HeldBack> {
  if (!run.isPlanned.includes(1)) return;
  const { readyNs } = waits(run);
  const toleranceNs = Math.max(NS_PER_MS, (run.untilNs - run.fromNs) / 1000);
  for (const execution of run.executions) {
    const node = run.nodeOf(execution);
    const startNs = run.startNs[node]!;
    if (run.isPlanned[run.parent[node]! + 1] !== 1 || execution.queuedMs !== undefined || execution.attempt > 1)
      continue;
    if (weightsOf(run).delayNs[node]! <= toleranceNs) continue;
    const other = lastEnded(
      run,
      startNs - toleranceNs,
      startNs,
      ({ stepId, parentId }) => stepId !== execution.stepId && parentId === execution.parentId,
    );
    if (other === undefined || run.endNs[other]! <= readyNs[node]!) continue;
    yield { execution, other: run.executions[other]!, waitedMs: (startNs - readyNs[node]!) / NS_PER_MS };
  }
}

/** The last execution to end within a stretch of time, of those that qualify. O(log V + executions that end in it). */
function lastEnded(
  run: RunView,
  fromNs: number,
  toNs: number,
  isMeant: (execution: StepExecution) => boolean,
): number | undefined {
  const { order, endNs } = byEnd(run);
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endNs[middle]! <= toNs) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0 && endNs[at]! >= fromNs; at--) {
    const node = order[at]!;
    if (run.startNs[node]! < endNs[at]! && isMeant(run.executions[node]!)) return node;
  }
  return undefined;
}

const byEnd = fact((run: RunView) => {
  const order = run.executions.map((_, node) => node).toSorted((a, b) => run.endNs[a]! - run.endNs[b]! || b - a);
  return { order, endNs: order.map((node) => run.endNs[node]!) };
});

/** Whether the definition has one step before the other, by whatever way: what lies between may be missing in this run. */
const isDefinedOrder = ({ definition }: RunView, from: string, to: string): boolean =>
  definition !== undefined && definitionAncestors(graphOf(definition), [to]).includes(from);

const graphOf = fact(({ steps }: WorkflowDefinition) => definitionGraph(steps));

/** Two steps, executions of the later of which are only implied to have waited for the earlier. */
interface ImpliedPair {
  readonly from: string;
  readonly to: string;
  /** What running them side by side could hide, at most: only what is on the critical path counts. */
  readonly mostNs: number;
}

/** Those with so much to gain, in order of that. O(V + P log P) for P such pairs. */
function impliedPairs(run: RunView, leastNs: number): readonly ImpliedPair[] {
  const { blocker, isImplied } = waits(run);
  const { isOnPath } = criticalPath(run);
  const { ids, stepOf } = stepIndex(run);
  const mostNs = new Map<number, number>();
  for (let node = 0; node < run.executionCount; node++) {
    const before = blocker[node]!;
    if (before < 0 || isImplied[node] !== 1 || isOnPath[node] !== 1) continue;
    const pair = stepOf[before]! * ids.length + stepOf[node]!;
    const hiddenNs = Math.min(run.endNs[before]! - run.startNs[before]!, run.endNs[node]! - run.startNs[node]!);
    mostNs.set(pair, (mostNs.get(pair) ?? 0) + hiddenNs);
  }
  const found: ImpliedPair[] = [];
  for (const [pair, ns] of mostNs) {
    if (ns <= 0 || ns < leastNs) continue;
    found.push({ from: ids[Math.floor(pair / ids.length)]!, to: ids[pair % ids.length]!, mostNs: ns });
  }
  return found.toSorted((a, b) => b.mostNs - a.mostNs || (a.from + a.to < b.from + b.to ? -1 : 1));
}

/** Executions of two steps, the later of which is only implied to have waited for the earlier. O(executions of `to`). */
function executionPairs(
  run: RunView,
  from: string,
  to: string,
): (readonly [before: StepExecution, after: StepExecution])[] {
  const { blocker, isImplied } = waits(run);
  return run.executionsOf(to).flatMap((after) => {
    const node = run.nodeOf(after);
    const before = isImplied[node] === 1 ? run.executions[blocker[node]!] : undefined;
    return before?.stepId === from ? [[before, after] as const] : [];
  });
}
