import type { Json } from '@faultline/model';
import { labelIn, textIn } from '../conventions/attribute-text.ts';
import { payloadOf } from '../conventions/payload.ts';
import { withoutIds } from '../conventions/step-id.ts';
import { textsIn } from '../table/text-list.ts';

/** A graph as telemetry states it; nodes are step ids. */
export interface StatedGraph {
  /** Where it is from, as a sentence. */
  readonly source: string;
  readonly nodes: readonly string[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** A graph whose nodes are a list of names and whose edges are texts `"source -> target"`, or pairs. */
export function graphOfNames(nodes: Json | undefined, edges: Json | undefined): StatedGraph {
  const list = typeof edges === 'string' ? payloadOf(edges, undefined) : edges;
  const pairs = Array.isArray(list) ? list.map(pairIn) : [];
  return graphOf('The graph that the root of the run states.', textsIn(nodes), pairs);
}

/**
 * A graph as an object: `{ executors, edge_groups: [{ edges: [{ source_id, target_id }] }] }`, or
 * `{ nodes: [{ id }], edges: [{ source, target }] }`. `undefined`: it is neither.
 */
export function graphIn(value: Json | undefined): StatedGraph | undefined {
  const graph = fieldsIn(payloadOf(value, 'application/json'));
  if (graph === undefined) return undefined;
  if (graph['edge_groups'] !== undefined) {
    const edges = listIn(graph['edge_groups']).flatMap((group) => listIn(fieldsIn(group)?.['edges']));
    return graphOf('The workflow as it was built.', Object.keys(fieldsIn(graph['executors']) ?? {}), edges.map(endsIn));
  }
  if (graph['nodes'] === undefined) return undefined;
  const nodes = listIn(graph['nodes']).map((node) => labelIn(fieldsIn(node)?.['id']) ?? textIn(node) ?? '');
  return graphOf('The graph that the run states.', nodes, listIn(graph['edges']).map(endsIn));
}

type Ends = readonly [from: string, to: string] | undefined;

/** Begin and end are no steps. Ends of edges are nodes, whether listed or not. */
function graphOf(source: string, names: readonly string[], ends: readonly Ends[]): StatedGraph {
  const edges = ends
    .filter((pair) => pair !== undefined)
    .filter(([from, to]) => isStep(from) && isStep(to))
    .map(([from, to]) => ({ from: withoutIds(from), to: withoutIds(to) }));
  const distinct = new Map(edges.map((one) => [JSON.stringify([one.from, one.to]), one]));
  const nodes = new Set([...names.filter(isStep).map(withoutIds), ...edges.flatMap(({ from, to }) => [from, to])]);
  return { source, nodes: [...nodes], edges: [...distinct.values()] };
}

const isStep = (name: string): boolean => name !== '' && name !== '__start__' && name !== '__end__';

function pairIn(value: Json): Ends {
  const ends = typeof value === 'string' ? value.split('->').map((name) => name.trim()) : textsIn(value);
  const [from, to] = ends;
  return from === undefined || to === undefined ? undefined : [from, to];
}

function endsIn(value: Json): Ends {
  const { source_id: sourceId, target_id: targetId, source, target } = fieldsIn(value) ?? {};
  const from = labelIn(sourceId) ?? labelIn(source);
  const to = labelIn(targetId) ?? labelIn(target);
  return from === undefined || to === undefined ? undefined : [from, to];
}

type Fields = Readonly<Partial<Record<string, Json>>>;

const fieldsIn = (value: Json | undefined): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
