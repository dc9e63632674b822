import type { Earlier, RunView } from '@faultline/core';
import { isBrokenDown, isFailedConversation, metricTests, type Baselines } from '@faultline/facts';
import { fact, factBy } from '@faultline/graph';
import type { Finding } from '@faultline/model';
import { rootCauses, type RootCauses } from './root-causes.ts';
import { slownessCorrelation } from './slowness-correlation.ts';
import { surpriseOf, type Surprise } from './surprise.ts';

/** What a diagnosis is made from, beside the run. */
export interface DiagnosisContext {
  readonly learned: { readonly baselines: Baselines };
  readonly earlier: Earlier;
}

/**
 * What broke first, by what validators and detectors found and what is usual: the same for rule and section, so that it is
 * remembered for the run and what was learned. Nothing is said of failed conversations.
 */
export const diagnosisOf = (run: RunView, context: DiagnosisContext): RootCauses =>
  diagnoses(run, context.learned.baselines, context);

const diagnoses = factBy((run: RunView, _baselines: Baselines, context: DiagnosisContext) => diagnosed(run, context));

function diagnosed(run: RunView, { learned: { baselines }, earlier }: DiagnosisContext): RootCauses {
  // What was said wrongly shows in no status and no time: that is for attribution, which reads.
  if (!isBrokenDown(run) && isFailedConversation(run)) return saysNothing;
  const compared = metricTests(run, baselines);
  // What shares something with others is asked about several times.
  const surprises: (Surprise | undefined)[] = [];
  return rootCauses(run, {
    hasHistory: baselines.runsOf(run.workflowId) > 0,
    surpriseOf(execution) {
      const node = run.nodeOf(execution);
      const metrics = compared[node];
      return metrics && (surprises[node] ??= surpriseOf(metrics));
    },
    failureRateOf: (stepId) => failureRateOf(baselines, run.workflowId, stepId),
    correlationOf: (stepIds) => slownessCorrelation(baselines, run.workflowId, stepIds),
    findings: { at: (place) => earlier.at(place).filter(isOfEarlierStage) },
  });
}

/** How often attempts at a step fail, drawn towards 2 % while they are few. `undefined`: there were none. Remembered. */
function failureRateOf(baselines: Baselines, workflowId: string, stepId: string): number | undefined {
  const known = failureRates(baselines);
  const rates = known.get(workflowId) ?? new Map<string, number | undefined>();
  if (rates.size === 0) known.set(workflowId, rates);
  if (rates.has(stepId)) return rates.get(stepId);
  const success = baselines.successRateOf(workflowId, stepId);
  const failed = success && success.attempts * (1 - success.rate);
  const rate = success && failed !== undefined ? (failed + 0.5) / (success.attempts + 25) : undefined;
  rates.set(stepId, rate);
  return rate;
}

/** What was learned does not change: by workflow, then by step. */
const failureRates = fact((_baselines: Baselines) => new Map<string, Map<string, number | undefined>>());

const saysNothing: RootCauses = { roots: [], candidates: [], outside: 0, nowhere: 1 };

const isOfEarlierStage = ({ kind }: Finding): boolean => kind === 'validator' || kind === 'detector';
