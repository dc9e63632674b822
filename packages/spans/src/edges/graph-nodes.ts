import { labelIn, textIn } from '../conventions/attribute-text.ts';
import type { SpanTable } from '../table/span-table.ts';
import { withoutIds } from '../conventions/step-id.ts';
import type { StepSpan } from '../runs/step-span.ts';
import { textsIn } from '../table/text-list.ts';

/** The execution of a node of a graph that runs in supersteps. */
export interface GraphNode {
  readonly step: StepSpan;
  readonly node: string;
  /** NaN: not said. */
  readonly superstep: number;
  /** One name for each time a graph was run. */
  readonly graph: string;
  readonly triggers: readonly string[];
}

/**
 * The spans that are nodes of a graph. What a node calls repeats the name of the node, and so may what called the graph; so
 * a span is a node where its name tells so and its parent does not say the same of itself. O(n).
 *
 *     LangGraph             node "agent", step 1: not called so
 *       agent               node "agent", step 1: the node
 *         ChatOpenAI        node "agent", step 1: repeats it
 */
export function graphNodesOf(
  table: SpanTable,
  steps: readonly StepSpan[],
  stepById: ReadonlyMap<string, StepSpan>,
): readonly GraphNode[] {
  const nodes: GraphNode[] = [];
  for (const step of steps) {
    const node = textIn(step.meant.graphNode);
    if (node === undefined || !isCalled(table.names.at(table.name[step.row]), node)) continue;
    const { parentId = '' } = step.execution;
    const parent = stepById.get(parentId);
    if (parent !== undefined && isSameNode(parent.meant, step.meant)) continue;
    const checkpoint = textIn(step.meant.checkpoint) ?? '';
    nodes.push({
      step,
      node,
      superstep: Number(labelIn(step.meant.superstep)),
      graph: JSON.stringify([parentId, checkpoint.slice(0, Math.max(0, checkpoint.lastIndexOf('|')))]),
      triggers: textsIn(step.meant.triggers),
    });
  }
  return nodes;
}

/** Calls the steps of nodes after their node, where they do not say themselves what they are. */
export function nameByNode(nodes: readonly GraphNode[]): void {
  for (const { step, node } of nodes)
    if (step.meant.stepId === undefined && step.meant.nodeId === undefined) step.execution.stepId = withoutIds(node);
}

/** `"agent"`, `"agent.task"` and `"execute_task agent"` are called "agent". */
const isCalled = (spanName: string, node: string): boolean =>
  spanName === node || spanName.split(/[\s./:]+/).includes(node);

const isSameNode = (a: StepSpan['meant'], b: StepSpan['meant']): boolean =>
  a.graphNode === b.graphNode &&
  labelIn(a.superstep) === labelIn(b.superstep) &&
  textIn(a.checkpoint) === textIn(b.checkpoint);
