import { definePlugin } from '@faultline/core';
import { cacheableStep } from './caching/cacheable-step.ts';
import { repeatedWork } from './caching/repeated-work.ts';
import { parallelizeIndependentSteps } from './parallelism/parallelize-independent-steps.ts';
import { batching } from './pipeline/batching.ts';
import { prefetch } from './pipeline/prefetch.ts';
import { streaming } from './pipeline/streaming.ts';
import { assumedGain } from './priors/assumed-gain.ts';
import { overProvisioned } from './resources/over-provisioned.ts';
import { resourceBound } from './resources/resource-bound.ts';
import { underProvisioned } from './resources/under-provisioned.ts';

export { planWords } from './search/edited-definition.ts';
export { planCandidates, type CandidateSources } from './search/plan-candidates.ts';
export { searchPlan, type Plan, type PlanConstraints } from './search/search-plan.ts';
export type { SubsetSearch } from './search/subset-search.ts';
export { unifiedDiff } from './search/unified-diff.ts';

/** What should be changed, and how much would it gain? */
export default definePlugin({
  name: 'optimize',
  rules: [
    // Caching.
    repeatedWork,
    cacheableStep,
    // Parallelization.
    parallelizeIndependentSteps,
    // Resources.
    resourceBound,
    overProvisioned,
    underProvisioned,
    // Pipelining.
    streaming,
    batching,
    prefetch,
    // Where there are no data.
    assumedGain,
  ],
});
