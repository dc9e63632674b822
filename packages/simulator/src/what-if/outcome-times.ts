import type { RunView } from '@faultline/core';
import { eventGraph, eventTimes, eventWeights, type EditBase, type EventGraph } from '@faultline/graph';
import { timesEdited, type TimeEdits } from './time-edits.ts';

/**
 * The times of all events after edits, without pools; each call overwrites what the one before gave. Of a large run columns
 * take much room: to make them anew for each of many outcomes takes longer than to fill them. O(V + E) for each call.
 */
export function outcomeTimes(run: RunView, base: Required<EditBase>): (edits: TimeEdits) => Float64Array {
  const { graph, weights } = base;
  const { numbers } = graph;
  const known = eventGraph(run);
  const givenNs = eventWeights(graph, weights);
  const timeNs = new Float64Array(givenNs.length);
  return (edits) => {
    if (hasGroup(edits, graph)) timeNs.set(eventWeights(graph, timesEdited(run, edits, base)));
    else {
      timeNs.set(givenNs);
      for (const [node, { durationNs, extraNs = 0, delayNs }] of edits) {
        const [start, end] = [numbers.start[node], numbers.end[node]];
        timeNs[end] = (durationNs ?? timeNs[end]) + extraNs;
        // What waited for nothing keeps its place in time.
        if (delayNs !== undefined && known.blocker[known.numbers.start[node]] >= 0) timeNs[start] = delayNs;
      }
    }
    return eventTimes(graph, timeNs, run.fromNs, timeNs);
  };
}

function hasGroup(edits: TimeEdits, { numbers }: EventGraph): boolean {
  for (const node of edits.keys()) if (numbers.lastChild[node] >= 0) return true;
  return false;
}
