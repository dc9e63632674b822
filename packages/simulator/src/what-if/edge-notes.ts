import { quoted, type RunView } from '@faultline/core';
import type { EditPlan } from './edit-plan.ts';
import type { EditedGraph } from './edited-graph.ts';

/** What has to be known of edges that were dropped or added. O(V + E). */
export function* edgeNotes(run: RunView, { dropped }: EditPlan, { missing }: EditedGraph): Generator<string> {
  for (const { kind, from, to } of missing) {
    if (kind === 'add-edge')
      yield `Step ${quoted(from)} or ${quoted(to)} did not run: an edge between them has no effect.`;
    else yield `No execution of ${quoted(to)} waited for one of ${quoted(from)}: there is no edge to drop.`;
  }
  if (dropped.size === 0) return;
  const flows = flowsOf(run);
  for (const [to, all] of dropped)
    for (const from of all)
      if (flows.has(JSON.stringify([from, to])))
        yield `Data flows from ${quoted(from)} to ${quoted(to)}: without the edge ${quoted(to)} would start before it has them.`;
}

/** Pairs of steps between which data are known to flow: recorded, or declared by name. */
function flowsOf(run: RunView): ReadonlySet<string> {
  const flows = new Set<string>();
  const stepIds = new Map(run.executions.map(({ id, stepId }) => [id, stepId]));
  const add = (from: string, to: string): unknown => flows.add(JSON.stringify([from, to]));
  for (const { from, to, origin } of run.dependencies)
    if (origin === 'dataflow') add(stepIds.get(from) ?? from, stepIds.get(to) ?? to);
  for (const { id, dependencies } of run.definition?.steps ?? [])
    for (const { on, dataFlow } of dependencies) if (dataFlow.length > 0) add(on, id);
  return flows;
}
