import { z } from 'zod';
import { formatQuantity, type RunView } from '@faultline/core';
import { failureTypeOf, type Baselines } from '@faultline/facts';
import { placeText } from './candidate-text.ts';
import type { RootCandidate } from './root-causes.ts';

/** How often a step failed in earlier runs as it failed in this one. */
export const seenBeforeSchema = z.strictObject({
  place: z.string().describe('In words.'),
  failureType: z.string(),
  runs: z.int().describe('Earlier runs of the workflow. 0: nothing was learned.'),
  attempts: z.int().describe('Attempts at the step in these runs.'),
  failures: z.int().describe('Those that failed with this type.'),
});

type SeenBefore = z.infer<typeof seenBeforeSchema>;

/** The earlier failures of the step that broke first. `null`: it did not fail, and what else befell it nobody has counted. */
export function seenBefore(run: RunView, { place, execution }: RootCandidate, baselines: Baselines): SeenBefore | null {
  const failureType = execution && failureTypeOf(execution)?.type;
  if (execution === undefined || failureType === undefined) return null;
  const { stepId } = execution;
  return {
    place: placeText(place),
    failureType,
    runs: baselines.runsOf(run.workflowId),
    attempts: baselines.successRateOf(run.workflowId, stepId)?.attempts ?? 0,
    failures: baselines.failureTypesOf(run.workflowId, stepId).get(failureType) ?? 0,
  };
}

/** The same as a sentence. */
export function seenBeforeText({ place, failureType, runs, attempts, failures }: SeenBefore): string {
  if (runs === 0) return 'Not known: nothing was learned from earlier runs.';
  if (attempts === 0) return `Never: ${place} did not run in ${ofRuns(runs)}.`;
  const ofAttempts = `${attempts} earlier ${attempts === 1 ? 'attempt' : 'attempts'} at ${place}`;
  if (failures === 0) return `Never: none of ${ofAttempts} failed so (${failureType}).`;
  const share = formatQuantity(failures / attempts, 'share');
  return `${failures} of ${ofAttempts} failed so (${failureType}), ${share}.`;
}

const ofRuns = (runs: number): string => (runs === 1 ? 'the one earlier run' : `any of ${runs} earlier runs`);
