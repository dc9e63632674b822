import type { Edge } from '@faultline/model';
import type { WfTask } from './wf-instance.ts';

/** Who needed whom, as the tasks say it. */
export interface WfEdges {
  /** Each pair once, in order of `to`, then `from`. An end may be no task: core reports that. */
  readonly edges: readonly Edge[];
  /** Pairs that one of two tasks names, though the other has a list to name it in. */
  readonly oneSided: number;
}

/**
 * The dependencies of an instance: what tasks say of their parents and of their children, together. Tasks are named by
 * id; before 1.5, by name. O(E log E).
 */
export function wfEdgesOf(tasks: readonly WfTask[]): WfEdges {
  const idOf = idsByReference(tasks);
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  const named = new Map<string, Map<string, Side>>();
  const name = (from: string, to: string, side: Side): void => {
    const byFrom = named.get(to) ?? new Map<string, Side>();
    named.set(to, byFrom);
    const known = byFrom.get(from);
    byFrom.set(from, known === undefined || known === side ? side : 'both');
  };
  for (const task of tasks) {
    for (const parent of task.parents) name(idOf.get(parent) ?? parent, task.id, 'child');
    for (const child of task.children ?? []) name(task.id, idOf.get(child) ?? child, 'parent');
  }

  const edges: Edge[] = [];
  let oneSided = 0;
  for (const to of [...named.keys()].toSorted()) {
    const byFrom = named.get(to) ?? new Map<string, Side>();
    for (const from of [...byFrom.keys()].toSorted()) {
      edges.push({ from, to, origin: 'declared', kind: 'needs' });
      const side = byFrom.get(from);
      if (side === 'parent' && taskById.has(to)) oneSided++;
      else if (side === 'child' && taskById.get(from)?.children !== undefined) oneSided++;
    }
  }
  return { edges, oneSided };
}

/** Which of the two tasks of a dependency names the other. */
type Side = 'child' | 'parent' | 'both';

/** A name stands for a task where it is the only one of that name. */
function idsByReference(tasks: readonly WfTask[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const [name, same] of Map.groupBy(tasks, (task) => task.name))
    if (same.length === 1 && same[0] !== undefined) ids.set(name, same[0].id);
  for (const { id } of tasks) ids.set(id, id);
  return ids;
}
