import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { SEGMENT_KINDS, type CriticalPath } from '@faultline/graph';
import { msOf } from './nanoseconds.ts';

/** The segments of a path as columns: segment i belongs to execution `executionIds[owners[i]]`. */
export const pathColumnsSchema = z.strictObject({
  executionIds: z.array(z.string()).describe('Each execution that has a listed segment, once.'),
  stepIds: z.array(z.string()).describe('The step of each of them.'),
  owners: z
    .array(z.int())
    .describe('By segment: the place of its execution. -1: the run itself; no step is known to have held it up then.'),
  kinds: z.array(z.enum(SEGMENT_KINDS)),
  untilMs: z.array(z.number()).describe('By segment: its end, from the start of the run.'),
  fromMs: z
    .exactOptional(z.array(z.number()))
    .describe(
      'By segment: its start, where some are left out. Else each starts where the one before it ends, the first at 0.',
    ),
});

type PathColumns = z.infer<typeof pathColumnsSchema>;

/** The longest segments of a path in order of time. O(V + segments log segments). */
export function pathColumns(run: RunView, path: CriticalPath, limit: number): PathColumns {
  const columns: PathColumns = { executionIds: [], stepIds: [], owners: [], kinds: [], untilMs: [] };
  const isListed = path.node.length <= limit ? undefined : areLongest(path, limit);
  const fromMs: number[] = [];
  const placeOf = new Int32Array(run.executionCount).fill(-1);
  for (let at = 0; at < path.node.length; at++) {
    if (isListed?.[at] === 0) continue;
    const node = path.node[at]!;
    if (node >= 0 && placeOf[node] === -1) {
      const { id, stepId } = run.executions[node]!;
      placeOf[node] = columns.executionIds.push(id) - 1;
      columns.stepIds.push(stepId);
    }
    columns.owners.push(node < 0 ? -1 : placeOf[node]!);
    columns.kinds.push(SEGMENT_KINDS[path.kind[at]!]!);
    columns.untilMs.push(msOf(path.toNs[at]!));
    if (isListed !== undefined) fromMs.push(msOf(path.fromNs[at]!));
  }
  return isListed === undefined ? columns : { ...columns, fromMs };
}

/** By segment, 1: one of the longest; of equals the earlier. O(segments log segments). */
function areLongest({ fromNs, toNs }: CriticalPath, limit: number): Uint8Array {
  const lengthNs = toNs.map((ns, at) => ns - fromNs[at]!);
  const isLongest = new Uint8Array(toNs.length);
  // Sorting numbers is far faster than sorting by a comparison: the length that the last of them has is enough.
  const least = lengthNs.toSorted()[lengthNs.length - limit]!;
  let left = limit;
  for (let at = 0; at < lengthNs.length; at++) if (lengthNs[at]! > least) left--;
  for (let at = 0; at < lengthNs.length; at++) {
    if (lengthNs[at]! > least || (lengthNs[at] === least && left-- > 0)) isLongest[at] = 1;
  }
  return isLongest;
}
