import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { selfTimesNs } from '../self-times.ts';
import { failureCauses } from './failure-causes.ts';
import { lostNodes } from './lost-nodes.ts';

const NS_PER_MS = 1e6;

/** What a failure cost: work that failed, and work that was thrown away because of it. No call counts twice. */
export interface WastedWork {
  /** Time inside executions that failed, without that of completed calls in them. */
  readonly failedMs: number;
  /** Time of completed executions whose result nobody used: all that needed them failed, or their caller did. */
  readonly discardedMs: number;
  /** Tokens of both. 0: none recorded. */
  readonly tokens: number;
  /** Cost of both. 0: none recorded. */
  readonly costUsd: number;
  /** Executions that failed. */
  readonly failed: number;
  /** Completed executions that were thrown away. */
  readonly discarded: number;
}

/** What nothing cost. */
export const noWaste: WastedWork = { failedMs: 0, discardedMs: 0, tokens: 0, costUsd: 0, failed: 0, discarded: 0 };

/**
 * By the node of each root: what its failure cost. Time is that of work, not of the clock: two calls side by side count twice, and queues do not.
 * O(V + E), remembered for each run.
 */
export const wastedWork = fact((run: RunView): ReadonlyMap<number, WastedWork> => {
  const { hasFailed } = failureCauses(run);
  const lostBy = lostNodes(run);
  if (lostBy === undefined) return new Map<number, WastedWork>();
  const ownNs = selfTimesNs(run);
  const tokens = ownFigures(run, tokensOf);
  const costUsd = ownFigures(run, ({ metrics }) => metrics['costUsd']);
  const wasted = new Map<number, { -readonly [Key in keyof WastedWork]: number }>();
  for (let node = 0; node < run.executionCount; node++) {
    const root = lostBy[node]!;
    if (root < 0) continue;
    const sum = wasted.get(root) ?? { ...noWaste };
    wasted.set(root, sum);
    sum.tokens += tokens[node]!;
    sum.costUsd += costUsd[node]!;
    if (hasFailed[node] === 1) {
      sum.failed++;
      sum.failedMs += ownNs[node]! / NS_PER_MS;
    } else if (run.executions[node]!.status === 'completed') {
      sum.discarded++;
      sum.discardedMs += ownNs[node]! / NS_PER_MS;
    }
  }
  return wasted;
});

/** By node: a figure, where none of the calls inside has it too: callers often repeat the sum. */
function ownFigures(run: RunView, figureOf: (execution: StepExecution) => number | undefined): Float64Array {
  const own = new Float64Array(run.executionCount);
  const isRepeated = new Uint8Array(run.executionCount);
  for (let node = 0; node < run.executionCount; node++) {
    const figure = figureOf(run.executions[node]!);
    if (figure === undefined) continue;
    own[node] = figure;
    for (let caller = run.parent[node]!; caller >= 0 && isRepeated[caller] === 0; caller = run.parent[caller]!)
      isRepeated[caller] = 1;
  }
  return own.map((figure, node) => (isRepeated[node] === 1 ? 0 : figure));
}

function tokensOf({ metrics }: StepExecution): number | undefined {
  const { inputTokens, outputTokens, totalTokens } = metrics;
  return inputTokens === undefined && outputTokens === undefined
    ? totalTokens
    : (inputTokens ?? 0) + (outputTokens ?? 0);
}
