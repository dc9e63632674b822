import { definePlugin } from '@faultline/core';
import { comparisonSection } from './comparison.ts';
import { failureRateChange } from './failures/failure-rate-change.ts';
import { unusualFailure } from './failures/unusual-failure.ts';
import { drift } from './patterns/drift.ts';
import { loop } from './patterns/loop.ts';
import { missingStep } from './patterns/missing-step.ts';
import { outlierRun } from './patterns/outlier-run.ts';
import { retryBurst } from './patterns/retry-burst.ts';
import { unexpectedStep } from './patterns/unexpected-step.ts';
import { unseenEdge } from './patterns/unseen-edge.ts';
import { unusualOrder } from './patterns/unusual-order.ts';
import { unusualRounds } from './patterns/unusual-rounds.ts';
import { fastStep } from './performance/fast-step.ts';
import { longWait } from './performance/long-wait.ts';
import { slowRun } from './performance/slow-run.ts';
import { slowStep } from './performance/slow-step.ts';
import { resourceLeak } from './resources/resource-leak.ts';
import { unusualCost } from './resources/unusual-cost.ts';
import { unusualCpu } from './resources/unusual-cpu.ts';
import { unusualGpu } from './resources/unusual-gpu.ts';
import { unusualMemory } from './resources/unusual-memory.ts';
import { unusualMetric } from './resources/unusual-metric.ts';
import { unusualTokens } from './resources/unusual-tokens.ts';

export { comparisonSection } from './comparison.ts';

/** What was unusual, compared with what earlier runs looked like? */
export default definePlugin({
  name: 'anomaly',
  rules: [
    // Performance.
    slowStep,
    fastStep,
    longWait,
    slowRun,
    // Resources.
    unusualMemory,
    unusualCpu,
    unusualGpu,
    unusualTokens,
    unusualCost,
    unusualMetric,
    resourceLeak,
    // Patterns.
    missingStep,
    unexpectedStep,
    unseenEdge,
    unusualOrder,
    loop,
    unusualRounds,
    retryBurst,
    outlierRun,
    drift,
    // Failures.
    unusualFailure,
    failureRateChange,
  ],
  analyses: [comparisonSection],
});
