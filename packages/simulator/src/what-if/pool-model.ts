import { FaultlineError, quoted, type RunView } from '@faultline/core';
import { eventGraph, type EventGraph } from '@faultline/graph';
import type { Pool } from '../pool.ts';
import type { EditPlan } from './edit-plan.ts';
import { refuseUnlessAmount } from './edit-refusals.ts';
import { poolAdmissions } from './pool-admissions.ts';
import { peakDemand } from '../peak-demand.ts';
import { firstAskedNs, poolWaits, type PoolWaits } from './pool-waits.ts';

/** The pools of a run before and after a change, and which part of its waits they explain. */
export interface PoolModel {
  readonly before: readonly Pool[];
  readonly after: readonly Pool[];
  readonly waits: PoolWaits;
  readonly notes: ReadonlySet<string>;
}

/** How much of each resource there was. */
export interface PoolSizes {
  readonly known: ReadonlyMap<string, number>;
  readonly assumed: ReadonlyMap<string, number>;
}

/**
 * Who holds how much of what. A step holds what the edits say, else what its definition asks for, else what was measured
 * (the metric of that name). One that waits for children holds nothing of its own unless the edits or the definition say so.
 * Which waits are waits for pools: see `poolAdmissions`. `undefined` if no pool is known of. O(V log V) for each pool.
 */
export function poolModel(
  run: RunView,
  graph: EventGraph,
  plan: EditPlan,
  { known, assumed }: PoolSizes,
): PoolModel | undefined {
  if (known.size + assumed.size === 0) return undefined;
  const notes = new Set<string>();
  const [before, after]: [Pool[], Pool[]] = [[], []];
  for (const resource of [...known.keys(), ...assumed.keys()].toSorted()) {
    const demand = demandOf(run, graph, resource, () => undefined);
    const most = peakDemand(run.startNs, run.endNs, demand);
    if (most === 0)
      notes.add(
        `In the run as it was, nothing says how much of ${quoted(resource)} a step needs: its pool held nobody up.`,
      );
    else if (!known.has(resource))
      notes.add(
        `The pool ${quoted(resource)} is taken to have held ${rounded(assumed.get(resource) ?? 0)}, the most that was in use at once.`,
      );
    else if (most > Number(known.get(resource)))
      notes.add(
        `More of ${quoted(resource)} was in use at once than the pool is said to hold: it is taken to hold that.`,
      );
    const capacity = Math.max(known.get(resource) ?? assumed.get(resource) ?? 0, most);
    before.push({ capacity, demand });
    const newDemand = demandOf(run, graph, resource, (stepId) => plan.requirements.get(stepId)?.get(resource));
    const newPool = { capacity: plan.capacities.get(resource) ?? capacity, demand: newDemand };
    refuseStarving(run, resource, newPool);
    after.push(newPool);
  }
  return { before, after, waits: poolWaits(graph, poolAdmissions(graph, before, firstAskedNs(run, graph))), notes };
}

/**
 * The pools that count: those that are known of, and those that edits name. The size of the latter is the most that was in
 * use at once in any of the runs. Throws FAULTLINE_USAGE for a size below 0. O(V log V) for each.
 */
export function poolSizes(runs: readonly RunView[], plan: EditPlan, known: ReadonlyMap<string, number>): PoolSizes {
  for (const [resource, capacity] of known) refuseUnlessAmount(capacity, `The pool ${quoted(resource)}`);
  const named = new Set(plan.capacities.keys());
  for (const ofStep of plan.requirements.values()) for (const resource of ofStep.keys()) named.add(resource);
  const assumed = new Map<string, number>();
  for (const resource of named) {
    if (known.has(resource)) continue;
    let most = 0;
    for (const run of runs)
      most = Math.max(
        most,
        peakDemand(
          run.startNs,
          run.endNs,
          demandOf(run, eventGraph(run), resource, () => undefined),
        ),
      );
    assumed.set(resource, most);
  }
  return { known, assumed };
}

function demandOf(
  run: RunView,
  { numbers }: EventGraph,
  resource: string,
  edited: (stepId: string) => number | undefined,
): Float64Array {
  const demand = new Float64Array(run.size);
  for (const [node, execution] of run.executions.entries()) {
    const isGroup = numbers.lastChild[node] >= 0;
    const measured = isGroup ? 0 : (own(execution.metrics, resource) ?? 0);
    demand[node] = edited(execution.stepId) ?? own(run.stepOf(execution)?.resources ?? {}, resource) ?? measured;
  }
  return demand;
}

/** Decimal amounts do not add up exactly. */
const rounded = (amount: number): number => Number(amount.toPrecision(12));

const own = (record: Readonly<Record<string, number>>, key: string): number | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

function refuseStarving(run: RunView, resource: string, { capacity, demand }: Pool): void {
  for (const [node, { stepId }] of run.executions.entries())
    if (demand[node] > capacity)
      throw new FaultlineError('FAULTLINE_USAGE', {
        problem: `Step ${quoted(stepId)} needs ${demand[node]} of ${quoted(resource)}, but the pool would hold ${capacity}: it would never start.`,
        hint: 'Make the pool larger, or what the step needs smaller.',
      });
}
