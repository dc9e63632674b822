import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';

/**
 * By node: which item of its step it is, numbered from 1 in order of first start. 0: it is of none, or of one without a name,
 * which counts as well. Reports say these numbers: an item may be named for whom the run is about. O(V).
 *
 *     map[MRN-4711]: ==       1
 *     map[MRN-17]  :  ==      2
 *     map[MRN-4711]:    =     1
 *     store        :     ==   0
 */
export const itemNumbers = fact((run: RunView): Int32Array => {
  const numbers = new Int32Array(run.executionCount);
  if (run.executions.every(({ item }) => item === '')) return numbers;
  const numbersByStep = new Map<string, Map<string, number>>();
  for (let node = 0; node < run.executionCount; node++) {
    const { stepId, item } = run.executions[node]!;
    let numberOf = numbersByStep.get(stepId);
    if (numberOf === undefined) numbersByStep.set(stepId, (numberOf = new Map()));
    let number = numberOf.get(item);
    if (number === undefined) numberOf.set(item, (number = numberOf.size + 1));
    numbers[node] = item === '' ? 0 : number;
  }
  return numbers;
});

/** A step, or one of its items: `map #3`. */
export const itemText = (stepId: string, item: number): string => (item === 0 ? stepId : `${stepId} #${item}`);
