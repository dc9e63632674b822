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
  const numbersByStep = new Map<string, Map<string, number>>();
  return Int32Array.from(run.executions, ({ stepId, item }) => {
    let numbers = numbersByStep.get(stepId);
    if (numbers === undefined) numbersByStep.set(stepId, (numbers = new Map()));
    let number = numbers.get(item);
    if (number === undefined) numbers.set(item, (number = numbers.size + 1));
    return item === '' ? 0 : number;
  });
});

/** A step, or one of its items: `map #3`. */
export const itemText = (stepId: string, item: number): string => (item === 0 ? stepId : `${stepId} #${item}`);
