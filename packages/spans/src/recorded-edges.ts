import type { Edge } from '@faultline/model';
import type { SpanTable } from './span-table.ts';
import type { StepSpan } from './step-span.ts';

/**
 * Edges that the telemetry states: links to spans of the same trace, `faultline.depends_on`, and the parent node of a
 * node graph. An end that is not in the run is kept as it was named, so that validators can report it. O(steps + edges).
 */
export function* recordedEdges(
  table: SpanTable,
  steps: readonly StepSpan[],
  stepById: ReadonlyMap<string, StepSpan>,
): Generator<Edge> {
  let byStep: ReadonlyMap<string, readonly StepSpan[]> | undefined;
  const ofStep = (stepId: string): readonly StepSpan[] =>
    (byStep ??= Map.groupBy(steps, ({ execution }) => execution.stepId)).get(stepId) ?? [];

  for (const step of steps) {
    const to = step.execution.id;
    const traceId = table.traceIds[table.trace[step.row]];
    for (const link of table.linksOf(step.row))
      // A link to the parent says how it waits, not that it was waited for.
      if (link.traceId === traceId && link.spanId !== step.execution.parentId) yield explicitEdge(link.spanId, to);
    for (const name of namesIn(step.meant.dependsOn)) {
      const named = stepById.has(name) ? [name] : lastAttempts(ofStep(name), step);
      for (const from of named.length === 0 ? [name] : named) yield explicitEdge(from, to);
    }
    for (const name of namesIn(step.meant.graphParent)) {
      const from = latestBefore(ofStep(name), step);
      if (from !== undefined) yield explicitEdge(from.execution.id, to);
    }
  }
}

const explicitEdge = (from: string, to: string): Edge => ({ from, to, origin: 'explicit', kind: 'needs' });

/** One name, a list of names, or a JSON text of such a list. */
function namesIn(value: unknown): readonly string[] {
  if (value === undefined || value === '') return [];
  if (typeof value === 'string' && !value.startsWith('[')) return [value];
  const list = typeof value === 'string' ? listIn(value) : value;
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}

function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [text];
  }
}

/** Of the same item where there is one, else of every item: a fan-in. */
function lastAttempts(executions: readonly StepSpan[], { execution: { item } }: StepSpan): readonly string[] {
  const last = new Map<string, StepSpan>();
  for (const step of executions) {
    const known = last.get(step.execution.item);
    if (known === undefined || step.execution.attempt > known.execution.attempt) last.set(step.execution.item, step);
  }
  const same = item === '' ? undefined : last.get(item);
  return (same === undefined ? [...last.values()] : [same]).map(({ execution }) => execution.id);
}

/** The execution of a node that had ended last. A node that was still at work is the caller, or runs beside it. */
function latestBefore(executions: readonly StepSpan[], { execution: { startMs } }: StepSpan): StepSpan | undefined {
  let latest: StepSpan | undefined;
  for (const step of executions) {
    const { endMs = Infinity } = step.execution;
    if (endMs <= startMs && (latest?.execution.endMs ?? -Infinity) <= endMs) latest = step;
  }
  return latest;
}
