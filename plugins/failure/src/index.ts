import { definePlugin } from '@faultline/core';
import { failureRules } from './failure-rules.ts';
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

/** What broke first, what did it take down, and how can it be prevented? */
export default definePlugin({
  name: 'failure',
  rules: [...failureRules, ...preventionRules],
  analyses: [propagationSection, rootCauseSection, preventionSection],
});
