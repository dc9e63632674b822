import type { RunView } from '@faultline/core';
import { criticalPath, fact, SEGMENT_KINDS } from '@faultline/graph';

/** How many executions worked at once. A caller works while nothing that it called does. */
export interface Concurrency {
  /** From `atNs[i]` on, until the next entry, `running[i]` executions worked. Neighbours differ; the first is the start of the run. */
  readonly atNs: Float64Array;
  readonly running: Uint32Array;
  readonly peak: number;
  /** Time of all that worked, added up. */
  readonly workNs: number;
  /** The part of the critical path that is work of some execution: no number of workers makes the run shorter. */
  readonly spanNs: number;
}

/**
 * Work, span, and what ran beside what, within the interval of the run. O(V log V).
 *
 *     agent  |=============|     0..14
 *       a       |====|           3..8       running  1 until 6, 2 until 8, 1 until 14
 *       b          |====|        6..11      work 16: "agent" has 6 of its own, before a and after b
 *
 * span <= work, span <= makespan, work <= peak * makespan. R. D. Blumofe, C. E. Leiserson, "Scheduling multithreaded
 * computations by work stealing", JACM 46 (1999), for work and span.
 */
export const concurrency = fact((run: RunView): Concurrency => {
  const { plusNs, minusNs } = changes(run);
  const size = plusNs.length;
  const atNs = new Float64Array(2 * size + 1);
  const running = new Uint32Array(2 * size + 1);
  let [count, now, peak, workNs] = [1, 0, 0, 0];
  let beforeNs = (atNs[0] = run.fromNs);
  for (let [plus, minus] = [0, 0]; minus < size;) {
    const ns = plus < size && plusNs[plus]! < minusNs[minus]! ? plusNs[plus]! : minusNs[minus]!;
    workNs += now * (ns - beforeNs);
    beforeNs = ns;
    for (; plus < size && plusNs[plus] === ns; plus++) now++;
    for (; minus < size && minusNs[minus] === ns; minus++) now--;
    if (ns === atNs[count - 1]) count--;
    if (count > 0 && running[count - 1] === now) continue;
    atNs[count] = ns;
    running[count++] = now;
    if (now > peak) peak = now;
  }
  // From the end of the run on there is nothing to tell.
  if (count > 1 && atNs[count - 1] === run.untilNs) count--;
  return { atNs: atNs.subarray(0, count), running: running.subarray(0, count), peak, workNs, spanNs: spanNs(run) };
});

/** When one more works, and when one less, in order of time. What a caller has others do is taken out of its own time. */
function changes({ executionCount, startNs, endNs, parent, fromNs, untilNs }: RunView) {
  const plusNs = new Float64Array(2 * executionCount);
  const minusNs = new Float64Array(2 * executionCount);
  const coveredNs = new Float64Array(executionCount).fill(-Infinity);
  let size = 0;
  for (let node = 0; node < executionCount; node++) {
    const from = Math.max(startNs[node]!, fromNs);
    const to = Math.min(endNs[node]!, untilNs);
    if (to <= from) continue;
    plusNs[size] = from;
    minusNs[size++] = to;
    const caller = parent[node]!;
    if (caller < 0) continue;
    const takenFrom = Math.max(from, startNs[caller]!, coveredNs[caller]!);
    const takenTo = Math.min(to, endNs[caller]!);
    if (takenTo <= takenFrom) continue;
    plusNs[size] = takenTo;
    minusNs[size++] = takenFrom;
    coveredNs[caller] = takenTo;
  }
  return { plusNs: plusNs.subarray(0, size).toSorted(), minusNs: minusNs.subarray(0, size).toSorted() };
}

const DELAY = SEGMENT_KINDS.indexOf('delay');

/** Time before something outside of its caller counts as the caller's on the path: it is no work. */
function spanNs(run: RunView): number {
  const { node, fromNs, toNs, kind } = criticalPath(run);
  let ns = 0;
  for (let at = 0; at < node.length; at++) {
    const owner = node[at]!;
    if (owner < 0 || kind[at] === DELAY) continue;
    ns += Math.max(0, Math.min(toNs[at]!, run.endNs[owner]!) - Math.max(fromNs[at]!, run.startNs[owner]!));
  }
  return ns;
}
