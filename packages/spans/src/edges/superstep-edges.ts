import type { Join } from '@faultline/model';
import { edge } from './edge.ts';
import type { GraphNode } from './graph-nodes.ts';

/**
 * A graph that runs in supersteps starts the nodes of one when those of the one before have ended, all of them. Triggers
 * that name their source tell of older ones as well. O(n log n).
 *
 *     step 1     step 2     step 3
 *     split      left       merge        split -> left, split -> right, left -> merge, right -> merge
 *                right
 */
export function* superstepEdges(nodes: readonly GraphNode[]): Generator<Join> {
  const numbered = nodes.filter(({ superstep }) => Number.isFinite(superstep));
  for (const graph of Map.groupBy(numbered, (node) => node.graph).values()) {
    const supersteps = [...Map.groupBy(graph, ({ superstep }) => superstep)].toSorted(([a], [b]) => a - b);
    /** The executions of each node in its last superstep so far. */
    const last = new Map<string, readonly GraphNode[]>();
    for (const [at, [, members]] of supersteps.entries()) {
      const before = supersteps[at - 1]?.[1] ?? [];
      if (before.length > 0) yield { from: before.map(idOf), to: members.map(idOf), origin: 'framework' };
      for (const member of members)
        for (const source of member.triggers.flatMap(sourcesOf))
          for (const from of last.get(source) ?? [])
            if (from.superstep !== before[0]?.superstep) yield edge(idOf(from), idOf(member), 'framework');
      for (const [node, same] of Map.groupBy(members, (member) => member.node)) last.set(node, same);
    }
  }
}

const idOf = ({ step }: GraphNode): string => step.execution.id;

/** `"join:a+b:c"`, `"branch:a:condition:c"` and `"a"` name their sources, `"branch:to:c"` does not. */
function sourcesOf(trigger: string): readonly string[] {
  const [kind, source = '', ...rest] = trigger.split(':');
  if (kind === 'join') return source.split('+');
  if (kind === 'branch') return source === 'to' && rest.length < 2 ? [] : [source];
  return kind === 'start' ? ['__start__'] : [trigger];
}
