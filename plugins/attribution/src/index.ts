import { definePlugin } from '@faultline/core';
import { attributionSection } from './report/ranking.ts';
import { decisiveError } from './report/decisive-error.ts';

export { attributionSection } from './report/ranking.ts';
export { decisiveSteps, type DecisiveSteps } from './learning/decisive-steps.ts';
export { withLabel, type DecisiveLabel } from './learning/decisive-label.ts';
export { attributeUntrained } from './attribute-untrained.ts';
export { attributeTrained } from './attribute-trained.ts';
export { trainAttribution, type LabelledRun } from './learning/train-attribution.ts';
export type { AttributionModel } from './learning/attribution-model.ts';
export type { Attribution, RankedAgent, RankedStep } from './attribution.ts';
export { transcriptOf, type Transcript, type Utterance } from './transcript.ts';
export { logPlacePrior, placePriorOf, type LabelledSeats, type PlaceCount, type Seat } from './learning/place-prior.ts';

/** Which agent made the decisive error of a conversation that went wrong, and in which step? */
export default definePlugin({
  name: 'attribution',
  rules: [decisiveError],
  analyses: [attributionSection],
});
