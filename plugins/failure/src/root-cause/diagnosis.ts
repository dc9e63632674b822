import type { Earlier, RunView } from '@faultline/core';
import { metricTests, type Baselines } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { Finding } from '@faultline/model';
import { isFailedConversation } from '../attribution/failed-conversation.ts';
import { rootCauses, type RootCauses } from './root-causes.ts';
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
export function diagnosisOf(run: RunView, context: DiagnosisContext): RootCauses {
  const known = diagnoses(run);
  const { baselines } = context.learned;
  let diagnosis = known.get(baselines);
  if (diagnosis === undefined) known.set(baselines, (diagnosis = diagnosed(run, context)));
  return diagnosis;
}

const diagnoses = fact((_run: RunView) => new Map<Baselines, RootCauses>());

function diagnosed(run: RunView, { learned: { baselines }, earlier }: DiagnosisContext): RootCauses {
  // What was said wrongly shows in no status and no time: that is for attribution, which reads.
  if (isFailedConversation(run)) return saysNothing;
  const compared = metricTests(run, baselines);
  // What shares something with others is asked about several times.
  const surprises: (Surprise | undefined)[] = [];
  return rootCauses(run, {
    surpriseOf(execution) {
      const node = run.nodeOf(execution);
      const metrics = compared[node];
      return metrics && (surprises[node] ??= surpriseOf(metrics));
    },
    failureRateOf(stepId) {
      const success = baselines.successRateOf(run.workflowId, stepId);
      if (success === undefined) return undefined;
      const failed = success.attempts * (1 - success.rate);
      return (failed + 0.5) / (success.attempts + 25);
    },
    findings: { at: (place) => earlier.at(place).filter(isOfEarlierStage) },
  });
}

const saysNothing: RootCauses = { roots: [], candidates: [], outside: 0, nowhere: 1 };

const isOfEarlierStage = ({ kind }: Finding): boolean => kind === 'validator' || kind === 'detector';
