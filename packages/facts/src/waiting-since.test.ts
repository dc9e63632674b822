import fc from 'fast-check';
import { viewOf, type RunView } from '@faultline/core';
import { waits } from '@faultline/graph';
import { workflowDefinitionSchema } from '@faultline/model';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { waitingSince } from './waiting-since.ts';

const all = (run: RunView): (number | undefined)[] => run.executions.map((_, node) => waitingSince(run)(node));
/** The same as the schedule sees it. */
const scheduled = (run: RunView): (number | undefined)[] => {
  const { blocker, isImplied, readyNs } = waits(run);
  return run.executions.map(({ queuedMs }, node) => {
    if (queuedMs !== undefined) return (queuedMs - run.startMs) * 1e6;
    const isRecorded = blocker[node] >= 0 && isImplied[node] === 0;
    return isRecorded || run.isPlanned[run.parent[node] + 1] === 1 ? readyNs[node] : undefined;
  });
};

describe('waitingSince', () => {
  it('is when the one had ended that it needed, or the last of those', () => {
    const run = viewOf(gantt`
      fetch: ===
      look :   ====
      parse:        ==     <- fetch
      rank :           ==  <- fetch, look
    `);
    expect(all(run)).toEqual([undefined, undefined, 3e6, 6e6]);
  });

  it('is what a schedule says', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.boolean(), (run, isDeclared) => {
        const steps = [...new Set(run.executions.map(({ stepId }) => stepId))].map((id) => ({ id }));
        const view = viewOf(
          run,
          isDeclared ? workflowDefinitionSchema.parse({ id: run.workflowId, steps }) : undefined,
        );
        expect(all(view)).toEqual(scheduled(view));
      }),
    );
  });
});
