import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { outlivedFailures } from './outlived-failures.ts';

const outlivedIn = (run: Run): string[] => {
  const view = viewOf(run);
  return [...outlivedFailures(view)].map((node) => view.executions[node].stepId);
};

describe('outlivedFailures', () => {
  it('tells a failed leaf that nothing needs from what a run failed of', () => {
    const run = gantt`
      advert: =x
      fetch : ==
      store :   ==x  <- fetch
    `;
    expect(outlivedIn({ ...run, status: 'failed' })).toEqual(['advert']);
    expect(outlivedIn({ ...run, status: 'completed' })).toEqual([]);
  });

  it('tells what a caller outlived, to fail of a later call', () => {
    const run = gantt`
      agent   : ======x
        search:  =x      { failure: external_service_error }
        write :    ==x   { failure: validation_error }
    `;
    expect(outlivedIn({ ...run, status: 'failed' })).toEqual(['search']);
  });

  it('tells none of two that failed side by side', () => {
    const run = gantt`
      agent   : ======x
        search:  ===x    { failure: external_service_error }
        write :  ====x   { failure: validation_error }
    `;
    expect(outlivedIn({ ...run, status: 'failed' })).toEqual([]);
  });
});
