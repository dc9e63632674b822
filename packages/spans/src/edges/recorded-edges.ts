import type { Join } from '@faultline/model';
import { relaySpans } from '../conventions/conventions.ts';
import { edge } from './edge.ts';
import type { SpanTable } from '../table/span-table.ts';
import type { StepSpan } from '../runs/step-span.ts';
import type { StepTimeline } from './step-timeline.ts';
import { textsIn } from '../table/text-list.ts';

/**
 * What the telemetry states: links to spans of the same trace, `faultline.depends_on`, and the parent node of a node graph.
 * An end that is not in the run is kept as it was named, so that validators can report it. O((steps + edges) log steps).
 */
export function* recordedEdges(
  table: SpanTable,
  steps: readonly StepSpan[],
  stepById: ReadonlyMap<string, StepSpan>,
  timeline: StepTimeline,
): Generator<Join> {
  /** Steps that others need as a whole, and by whom: a fan-in of many into many is one group. */
  const neededWhole = new Map<string, string[]>();
  const lastOf = new Map<string, ReadonlyMap<string, string>>();
  const lastByItem = (name: string): ReadonlyMap<string, string> => {
    const last = lastOf.get(name) ?? lastAttempts(timeline.of(name));
    lastOf.set(name, last);
    return last;
  };
  for (const step of steps) {
    const { dependsOn, graphParent } = step.meant;
    if (dependsOn === undefined && graphParent === undefined && table.linksOf(step.row).length === 0) continue;
    const to = step.execution.id;
    const traceId = table.traceIds[table.trace[step.row]];
    for (const link of table.linksOf(step.row)) {
      const from = link.traceId === traceId ? linkedStep(table, link.spanId, stepById) : undefined;
      // A link to the parent says how it waits, not that it was waited for.
      if (from !== undefined && from !== step.execution.parentId) yield edge(from, to, 'explicit');
    }
    for (const name of textsIn(dependsOn)) {
      // Items that nobody named are numbered in order of time, which says nothing of which belongs to which.
      const item = step.meant.item === undefined ? undefined : step.execution.item;
      const own = stepById.has(name) ? name : item === undefined ? undefined : lastByItem(name).get(item);
      if (own !== undefined) yield edge(own, to, 'explicit');
      else pushTo(neededWhole, name, to);
    }
    for (const name of textsIn(graphParent)) {
      const from = timeline.lastEndedBy(name, step.execution.startMs);
      if (from !== undefined) yield edge(from.execution.id, to, 'explicit');
    }
  }
  for (const [name, to] of neededWhole) {
    const needed = [...lastByItem(name).values()];
    yield { from: needed.length === 0 ? [name] : needed, to, origin: 'explicit' };
  }
}

/**
 * A message stands between who sent it and who was set off by it. The link names the message; the sender is its parent:
 *
 *     executor.process a          links of b: the message         edge: a -> b
 *       message.send
 *     executor.process b
 */
function linkedStep(table: SpanTable, spanId: string, stepById: ReadonlyMap<string, StepSpan>): string {
  const linked = stepById.get(spanId);
  const parentId = linked?.execution.parentId;
  if (linked === undefined || parentId === undefined || !stepById.has(parentId)) return spanId;
  const [firstWord = ''] = table.names.at(table.name[linked.row]).split(' ', 1);
  return relaySpans.has(firstWord) ? parentId : spanId;
}

function pushTo(groups: Map<string, string[]>, key: string, member: string): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [member]);
  else group.push(member);
}

/** Ids of the last attempts, by item. */
function lastAttempts(executions: readonly StepSpan[]): ReadonlyMap<string, string> {
  const last = new Map<string, StepSpan>();
  for (const step of executions) {
    const { item, attempt } = step.execution;
    if (attempt > (last.get(item)?.execution.attempt ?? 0)) last.set(item, step);
  }
  return new Map([...last].map(([item, { execution }]) => [item, execution.id]));
}
