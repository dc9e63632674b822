import { expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { runOf } from '@faultline/plugin-testkit';
import { stepLevelOf } from './step-level.ts';

/** Executions as `child < parent`, all at once; the answer as `execution in step`. */
function stepsOf(...drawn: readonly string[]): readonly string[] {
  const view = viewOf(
    runOf(
      drawn.map((text) => {
        const [id = '', parentId] = text.split(' < ');
        return {
          id,
          stepId: id,
          startMs: 0,
          endMs: 9,
          status: 'completed' as const,
          ...(parentId !== undefined && { parentId }),
        };
      }),
    ),
  );
  const owner = stepLevelOf(view);
  return view.executions.map(
    ({ id }, node) => `${id} ${owner[node] < 0 ? 'around' : `in ${view.executions[owner[node]].id}`}`,
  );
}

it.for([
  [[], []],
  [['a'], ['a in a']],
  [
    ['a', 'b'],
    ['a in a', 'b in b'],
  ],
  [
    ['r', 'a < r', 'b < r', 'c < b', 'd < c'],
    ['a in a', 'b in b', 'c in b', 'd in b', 'r around'],
  ],
  [
    ['r', 's < r', 'a < s', 'b < s'],
    ['a in a', 'b in b', 'r around', 's around'],
  ],
  [
    ['r', 's < r'],
    ['r around', 's in s'],
  ],
  [
    ['q', 'r', 'a < r'],
    ['a in r', 'q in q', 'r in r'],
  ],
] as const)('of %j these are the steps: %j', ([drawn, steps]) => {
  expect(stepsOf(...drawn)).toEqual(steps);
});

it('goes down a chain of 100,000', () => {
  const chain = Array.from({ length: 100_000 }, (_, at) => (at === 0 ? '0' : `${at} < ${at - 1}`));
  expect(stepsOf(...chain).filter((text) => text.endsWith('in 99999'))).toEqual(['99999 in 99999']);
});
