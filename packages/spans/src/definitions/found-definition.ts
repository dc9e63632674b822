import { definitionCycles, definitionGraph } from '@faultline/graph';
import { workflowDefinitionSchema, type Json, type WorkflowDefinition } from '@faultline/model';
import { textIn } from '../conventions/attribute-text.ts';
import { announcements } from '../conventions/conventions.ts';
import type { CrewTask } from './crew-tasks.ts';
import { graphIn, graphOfNames, type StatedGraph } from './stated-graph.ts';
import type { SpanTable } from '../table/span-table.ts';
import type { StepSpan } from '../runs/step-span.ts';
import { workflowGraphsOf } from './workflow-graphs.ts';

/**
 * The definition of the workflow, where the telemetry of a run brings one: the tasks of a crew, or a graph. A graph says
 * what may follow what, a definition what has to; so its steps are optional, and it counts only where it has no cycle and
 * the run kept to it. Otherwise the order is what the run recorded. O(n + edges).
 */
export function foundDefinition(
  table: SpanTable,
  steps: readonly StepSpan[],
  tasks: readonly CrewTask[],
  workflowId: string,
): WorkflowDefinition | undefined {
  if (tasks.length > 0) return definitionOfTasks(tasks, announcedIn(steps), workflowId);
  const graph = statedGraph(table, steps);
  if (graph === undefined || graph.nodes.length === 0) return undefined;
  const dependencies = Map.groupBy(graph.edges, ({ to }) => to);
  const defined = graph.nodes.map((id) => ({
    id,
    isOptional: true,
    dependencies: (dependencies.get(id) ?? []).map(({ from: on }) => ({ on })),
  }));
  if (definitionCycles(definitionGraph(defined)).length > 0 || !isKept(graph, steps)) return undefined;
  return workflowDefinitionSchema.parse({
    id: workflowId,
    description: graph.source,
    steps: [...defined, ...announcedIn(steps)],
  });
}

interface OptionalStep {
  readonly id: string;
  readonly isOptional: true;
}

/** What a framework puts beside the steps is known as well, so that nobody wonders at it. */
function announcedIn(steps: readonly StepSpan[]): readonly OptionalStep[] {
  const ids = new Set(steps.map(({ execution }) => execution.stepId).filter((id) => announcements.has(id)));
  return [...ids].map((id) => ({ id, isOptional: true }));
}

/**
 * Tasks run one after the other. One that is asynchronous does not hold up the next, but the first after it that is not
 * waits for it.
 *
 *     plan   search (asynchronous)   look (asynchronous)   write      plan -> search, look; search, look -> write
 */
function definitionOfTasks(
  tasks: readonly CrewTask[],
  beside: readonly OptionalStep[],
  workflowId: string,
): WorkflowDefinition {
  let lastInOrder: readonly string[] = [];
  let running: string[] = [];
  const seen = new Set<string>();
  const steps = [];
  for (const { stepId: id, isAsync, context } of tasks) {
    if (seen.has(id)) continue;
    const needed = new Set(isAsync || running.length === 0 ? lastInOrder : running);
    for (const { stepId } of context) if (seen.has(stepId)) needed.add(stepId);
    seen.add(id);
    steps.push({ id, dependencies: [...needed].map((on) => ({ on })) });
    if (isAsync) running.push(id);
    else {
      lastInOrder = [id];
      running = [];
    }
  }
  return workflowDefinitionSchema.parse({
    id: workflowId,
    description: 'The tasks of a crew.',
    steps: [...steps, ...beside],
  });
}

function statedGraph(table: SpanTable, steps: readonly StepSpan[]): StatedGraph | undefined {
  for (const { meant } of steps) {
    if (meant.graphNodes !== undefined || meant.graphEdges !== undefined)
      return graphOfNames(meant.graphNodes, meant.graphEdges);
    const graph = graphIn(meant.workflowGraph) ?? graphIn(meant.drawnGraph) ?? graphIn(builtElsewhere(table, meant));
    if (graph !== undefined) return graph;
  }
  return undefined;
}

/** A workflow is built in one trace and run in others. */
function builtElsewhere(table: SpanTable, meant: StepSpan['meant']): Json | undefined {
  const instance = textIn(meant.workflowInstance);
  return instance === undefined ? undefined : workflowGraphsOf(table).get(instance);
}

/** Whether every step that ran had been preceded by all of those before it in the graph that ran. */
function isKept({ edges }: StatedGraph, steps: readonly StepSpan[]): boolean {
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { execution } of steps) {
    const { stepId, startMs, endMs = Infinity } = execution;
    first.set(stepId, Math.min(startMs, first.get(stepId) ?? Infinity));
    last.set(stepId, Math.max(endMs, last.get(stepId) ?? -Infinity));
  }
  return edges.every(({ from, to }) => (last.get(from) ?? -Infinity) <= (first.get(to) ?? Infinity));
}
