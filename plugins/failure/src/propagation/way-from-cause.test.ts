import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { wayFromCause } from './way-from-cause.ts';

function wayIn(run: Run, causes: readonly string[], failure: string): string[] {
  const view = viewOf(run);
  const found = new Set(causes.flatMap((stepId) => view.executionsOf(stepId)));
  return wayFromCause(view, found, view.executionsOf(failure)[0]).map(({ stepId }) => stepId);
}

const chain = gantt`
  labs     : ==
  summary  :   ==      <- labs
  other    : ====
  diagnosis:     =x    <- summary, other
`;

describe('wayFromCause', () => {
  it('goes from the cause over what needed it, without the failure', () => {
    expect(wayIn(chain, ['labs'], 'diagnosis')).toEqual(['labs', 'summary']);
  });

  it('takes the nearest of several causes', () => {
    expect(wayIn(chain, ['labs', 'summary'], 'diagnosis')).toEqual(['summary']);
  });

  it('is empty where no cause is behind the failure', () => {
    expect(wayIn(chain, ['diagnosis'], 'diagnosis')).toEqual([]);
    expect(wayIn(chain, ['diagnosis'], 'labs')).toEqual([]);
    expect(wayIn(chain, [], 'diagnosis')).toEqual([]);
  });

  it('goes through a barrier, which is no step', () => {
    const from = ['labs', 'notes'];
    const run = runOf(
      [...from.map((stepId) => executionOf({ stepId })), executionOf({ stepId: 'diagnosis', startMs: 1, endMs: 2 })],
      { joins: [{ from, to: ['diagnosis'], origin: 'framework' }] },
    );
    expect(wayIn(run, ['notes'], 'diagnosis')).toEqual(['notes']);
  });
});
