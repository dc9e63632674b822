import { z } from 'zod';
import { formatQuantity, type RunView } from '@faultline/core';
import { failureTypeOf, type Baselines } from '@faultline/facts';
import { placeText } from './candidate-text.ts';
import type { RootCandidate } from './root-causes.ts';

/** How often a step failed in earlier runs: as it failed in this one, or, where it completed, at all. */
export const seenBeforeSchema = z.strictObject({
  place: z.string().describe('In words.'),
  failureType: z.string().nullable().describe('null: it completed this time.'),
  runs: z.int().describe('Earlier runs of the workflow. 0: nothing was learned.'),
  attempts: z.int().describe('Attempts at the step in these runs.'),
  failures: z.int().describe('Those that failed with this type; where it completed, all that failed.'),
});

type SeenBefore = z.infer<typeof seenBeforeSchema>;

/** The earlier failures of the step that broke first. `null`: it is no step, and nobody has counted those of what steps share. */
export function seenBefore(run: RunView, { place, execution }: RootCandidate, baselines: Baselines): SeenBefore | null {
  if (execution === undefined) return null;
  const { stepId } = execution;
  const failureType = failureTypeOf(execution)?.type ?? null;
  const { attempts, rate } = baselines.successRateOf(run.workflowId, stepId) ?? { attempts: 0, rate: 1 };
  return {
    place: placeText(place),
    failureType,
    runs: baselines.runsOf(run.workflowId),
    attempts,
    failures:
      failureType === null
        ? Math.round(attempts * (1 - rate))
        : (baselines.failureTypesOf(run.workflowId, stepId).get(failureType) ?? 0),
  };
}

/** The same as a sentence. */
export function seenBeforeText({ place, failureType, runs, attempts, failures }: SeenBefore): string {
  if (runs === 0) return 'Not known: nothing was learned from earlier runs.';
  if (attempts === 0) return `Never: ${place} did not run in ${ofRuns(runs)}.`;
  const ofAttempts = `${attempts} earlier ${attempts === 1 ? 'attempt' : 'attempts'} at ${place}`;
  if (failureType === null)
    return `Not known: it completed this time, and only failures are counted. ${failures === 0 ? 'None' : failures} of ${ofAttempts} failed.`;
  if (failures === 0) return `Never: none of ${ofAttempts} failed so (${failureType}).`;
  const share = formatQuantity(failures / attempts, 'share');
  return `${failures} of ${ofAttempts} failed so (${failureType}), ${share}.`;
}

const ofRuns = (runs: number): string => (runs === 1 ? 'the one earlier run' : `any of ${runs} earlier runs`);
