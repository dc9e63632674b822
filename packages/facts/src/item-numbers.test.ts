import { viewOf } from '@faultline/core';
import { gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { itemNumbers, itemText } from './item-numbers.ts';

describe('itemNumbers', () => {
  it('numbers the items of each step in order of their first start, whatever they are called', () => {
    const run = viewOf(gantt`
      plan          : =
      map[b]        :  ==
      map[__proto__]:   ==
      map[b]#2      :    =
      store[a]      :     =
      store[b]      :      =
    `);
    expect(run.executions.map(({ stepId }, node) => itemText(stepId, itemNumbers(run)[node]))).toEqual([
      'plan',
      'map #1',
      'map #2',
      'map #1',
      'store #1',
      'store #2',
    ]);
  });

  it('counts an item without a name, and does not number it', () => {
    const run = viewOf(gantt`
      map   : ==
      map[2]:  ==
    `);
    expect([...itemNumbers(run)]).toEqual([0, 2]);
    expect([...itemNumbers(viewOf(runOf([])))]).toEqual([]);
  });
});
