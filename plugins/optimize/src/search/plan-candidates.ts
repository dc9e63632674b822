import { quoted, type RunView } from '@faultline/core';
import { enoughForPercentiles, type Baselines, type RepeatedInputs } from '@faultline/facts';
import type { EdgeOrigin, WorkflowDefinition } from '@faultline/model';
import type { Edit } from '@faultline/simulator';
import { effectTypes } from '../effects.ts';
import { resourceMetrics } from '../resources/resource-metrics.ts';

/** What candidates are made from. */
export interface CandidateSources {
  readonly inputs: RepeatedInputs;
  readonly baselines: Baselines;
  /** Resources of which there is only so much: what steps ask for of them is worth a change. */
  readonly pools?: ReadonlyMap<string, number>;
  /** How long it takes to find a kept answer, in milliseconds. Default 5. */
  readonly hitMs?: number | undefined;
}

/**
 * Changes that history gives a reason for, in the order of the definition: a cache where inputs come again and outputs were
 * equal, no wait for a dependency on a resource alone, and what was used at most (95th percentile, a fifth above) in place of
 * what is asked for, where a pool makes that matter. Gates (`control`) and data dependencies are never given up.
 */
export function planCandidates(
  definition: WorkflowDefinition,
  { inputs, baselines, pools = new Map(), hitMs = 5 }: CandidateSources,
): readonly Edit[] {
  const unsafe = new Set<string>(effectTypes);
  return definition.steps.flatMap(({ id: stepId, type, dependencies, resources }): Edit[] => {
    const seen = inputs.of(definition.id, stepId);
    const isCacheable =
      seen !== undefined &&
      seen.executions >= enoughForPercentiles &&
      seen.hitRate.low > 0 &&
      seen.ambiguousInputs === 0;
    const requirements = Object.fromEntries(
      resourceMetrics.flatMap(({ metric }) => {
        const used = baselines.of(definition.id, stepId, metric);
        const asked = resources[metric];
        if (!pools.has(metric) || asked === undefined || used === undefined || used.count < enoughForPercentiles)
          return [];
        const enough = Math.round(used.quantile(0.95) * 1.2 * 100) / 100;
        return enough < asked ? [[metric, enough] as const] : [];
      }),
    );
    return [
      ...(isCacheable && !unsafe.has(type)
        ? [{ kind: 'cache' as const, stepId, hitRate: seen.hitRate.expected, hitCostMs: hitMs }]
        : []),
      ...dependencies
        .filter(({ dependencyType }) => dependencyType === 'resource')
        .map(({ on }) => ({ kind: 'drop-edge' as const, from: on, to: stepId })),
      ...(Object.keys(requirements).length > 0 ? [{ kind: 'resources' as const, stepId, requirements }] : []),
    ];
  });
}

/** How much there is of resources today, and how much there can be. */
export interface ResourceBounds {
  readonly pools: ReadonlyMap<string, number>;
  readonly limits: ReadonlyMap<string, number>;
}

/** Why an edit must not be part of a plan. `undefined`: it may. O(dependencies of all runs) for a dropped edge. */
export function refusalOf(
  edit: Edit,
  definition: WorkflowDefinition,
  history: readonly RunView[],
  { pools, limits }: ResourceBounds,
): string | undefined {
  const mostOf = (resource: string): number => limits.get(resource) ?? Infinity;
  if (edit.kind === 'pool') return tooMuch(edit.resource, edit.capacity, mostOf(edit.resource));
  if (edit.kind === 'resources')
    return Object.entries(edit.requirements)
      .map(([resource, amount]) => tooMuch(resource, amount, pools.get(resource) ?? mostOf(resource)))
      .find((reason) => reason !== undefined);
  return edit.kind === 'drop-edge' ? needOf(edit, definition, history) : undefined;
}

const tooMuch = (resource: string, amount: number, most: number): string | undefined =>
  amount > most ? `There is no more than ${most} of ${quoted(resource)}.` : undefined;

/** Only a wait for a resource, or an order that nobody recorded, may go. */
function needOf(
  { from, to }: { readonly from: string; readonly to: string },
  definition: WorkflowDefinition,
  history: readonly RunView[],
): string | undefined {
  const declared = definition.steps.find(({ id }) => id === to)?.dependencies.find(({ on }) => on === from);
  if (declared?.dependencyType === 'control') return `${quoted(from)} is a gate before ${quoted(to)}.`;
  if (declared !== undefined && (declared.dependencyType !== 'resource' || declared.dataFlow.length > 0))
    return `${quoted(to)} takes data from ${quoted(from)}.`;
  const origins = new Set(history.flatMap((run) => recordedOrigins(run, from, to)));
  if (origins.has('dataflow')) return `${quoted(to)} takes data from ${quoted(from)}.`;
  return declared === undefined && origins.size > 0
    ? `It is recorded that ${quoted(to)} needs ${quoted(from)}.`
    : undefined;
}

function recordedOrigins(run: RunView, from: string, to: string): readonly EdgeOrigin[] {
  return run.dependencies.flatMap(({ origin }, row) => {
    const isMeant =
      run.executions[run.edges.from[row]!]!.stepId === from && run.executions[run.edges.to[row]!]!.stepId === to;
    return isMeant && origin !== 'temporal' ? [origin] : [];
  });
}
