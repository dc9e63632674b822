import type { Json } from '@faultline/model';
import { labelIn } from '../conventions/attribute-text.ts';
import { decisiveAttributes } from '../conventions/conventions.ts';
import type { SpanTable } from '../table/span-table.ts';

type Graphs = ReadonlyMap<string, Json>;

const known = new WeakMap<SpanTable, { readonly size: number; readonly graphs: Graphs }>();

/**
 * The graphs of workflows that were built in any trace of a table, by the id of the workflow. Remembered for each table as
 * long as it does not grow. O(attributes), O(1) where no span brings a graph.
 */
export function workflowGraphsOf(table: SpanTable): Graphs {
  const before = known.get(table);
  if (before !== undefined && before.size === table.size) return before.graphs;
  const graphs = graphsIn(table);
  known.set(table, { size: table.size, graphs });
  return graphs;
}

function graphsIn(table: SpanTable): Graphs {
  const [[, graphKey]] = decisiveAttributes.workflowGraph.names;
  const [[, instanceKey]] = decisiveAttributes.workflowInstance.names;
  const { attributes } = table;
  const graphs = new Map<string, Json>();
  const keys = Array.from({ length: attributes.keys.size }, (_, key) => attributes.keys.at(key));
  if (!keys.includes(graphKey)) return graphs;
  for (let row = 0; row < table.size; row++) {
    const { from, to } = table.attributesOf(row);
    let graph: Json | undefined;
    let instance: string | undefined;
    for (let at = from; at < to; at++) {
      const key = keys[attributes.key[at]];
      if (key === graphKey) graph = attributes.valueAt(at);
      else if (key === instanceKey) instance = labelIn(attributes.valueAt(at));
    }
    if (graph !== undefined && instance !== undefined) graphs.set(instance, graph);
  }
  return graphs;
}
