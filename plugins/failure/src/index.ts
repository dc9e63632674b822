import { definePlugin } from '@faultline/core';
import { failureRules } from './failure-rules.ts';
import { attributionSection } from './attribution/attribution-section.ts';
import { preventionRules } from './prevention/prevention-rules.ts';
import { preventionSection } from './prevention/prevention-section.ts';
import { propagationSection } from './propagation/propagation.ts';
import { rootCauseSection } from './root-cause/causes.ts';

export { preventionSection } from './prevention/prevention-section.ts';
export { propagationSection } from './propagation/propagation.ts';
export { diagnosisOf, type DiagnosisContext } from './root-cause/diagnosis.ts';
export { rootCauseSection } from './root-cause/causes.ts';
export type { RootCandidate, RootCauses } from './root-cause/root-causes.ts';

// Where the cause of an incident is that many runs suffer from.
export { incidentCauses } from './incident/incident-causes.ts';
export {
  IncidentComparison,
  type IncidentCause,
  type IncidentCauses,
  type IncidentOptions,
  type IncidentPart,
} from './incident/incident-comparison.ts';
export type { PlaceTest } from './incident/place-tests.ts';

// Which step of a failed run of agents made the decisive error.
export { attributionSection } from './attribution/attribution-section.ts';
export { decisiveSteps, type DecisiveSteps } from './attribution/decisive-steps.ts';
export { decisiveExecutionKey, withLabel, type DecisiveLabel } from './attribution/decisive-label.ts';
export { attributeUntrained } from './attribution/attribute-untrained.ts';
export { attributeTrained } from './attribution/attribute-trained.ts';
export { trainAttribution, type LabelledRun } from './attribution/train-attribution.ts';
export type { AttributionModel } from './attribution/attribution-model.ts';
export type { Attribution, RankedAgent, RankedStep } from './attribution/attribution.ts';
export { transcriptSteps, type Speaker, type TranscriptStep } from './attribution/transcript-steps.ts';
export { transcriptOf, type Transcript, type Utterance } from './attribution/transcript.ts';
export {
  logPlacePrior,
  placePriorOf,
  type LabelledSeats,
  type PlaceCount,
  type Seat,
} from './attribution/place-prior.ts';

/** What broke first, what did it take down, and how can it be prevented? */
export default definePlugin({
  name: 'failure',
  rules: [...failureRules, ...preventionRules],
  analyses: [propagationSection, rootCauseSection, attributionSection, preventionSection],
});
