import { scheduleGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import type { TimedDag } from './timed-dag.ts';

/** The events of the realised critical path, earliest first: from the end of the run back from blocker to blocker. O(V). */
export const pathEvents = fact((dag: TimedDag): Uint32Array => {
  const { blocker, numbers } = scheduleGraph(dag);
  const events = new Uint32Array(numbers.count);
  let first = numbers.count;
  for (let event = numbers.end[dag.size]; event >= 0; event = blocker[event]) events[--first] = event;
  return events.subarray(first);
});
