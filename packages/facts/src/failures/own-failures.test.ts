import { viewOf } from '@faultline/core';
import { gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { ownFailures } from './own-failures.ts';

describe('ownFailures', () => {
  it('leaves out callers that failed because of what they called', () => {
    const run = viewOf(gantt`
      agent     : =========x
        search  :  ==x
        search#2:     ==x
      other     : =x
    `);
    expect(ownFailures(run).map(({ id }) => id)).toEqual(['other', 'search', 'search#2']);
  });

  it('has a caller that failed by itself', () => {
    const run = viewOf(gantt`
      agent   : =========x
        search:  ==
    `);
    expect(ownFailures(run).map(({ id }) => id)).toEqual(['agent']);
    expect(ownFailures(viewOf(runOf([])))).toEqual([]);
  });
});
