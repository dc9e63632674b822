import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain, varied, type Chain } from '../chain-runs.test-support.ts';

const earlier = 200;

/** A run whose step "parse" measured a value, begun after the history. */
export const measuring = (metric: string, value: number): Run =>
  chainRun(usualChain, earlier, (stepId) => (stepId === 'parse' ? { metrics: { [metric]: value } } : {}));

/** Earlier runs whose step "parse" measured about a value. */
export const measuredHistory = (metric: string, typical: number): Run[] =>
  earlierRuns(earlier, (stepId, index) =>
    stepId === 'parse' ? { metrics: { [metric]: varied(typical, index, earlier, 5) } } : {},
  );

const manySteps: Chain = Object.fromEntries(Array.from({ length: 30 }, (_, step) => [`step-${step}`, 10]));

/** A run of thirty steps, each of which measured the value. */
export const measuringEach = (metric: string, value: number): Run =>
  chainRun(manySteps, earlier, () => ({ metrics: { [metric]: value } }));

/** Earlier runs of thirty steps, each of which measured about a value, whatever the others did. */
export const manyMeasuredHistory = (metric: string, typical: number): Run[] =>
  Array.from({ length: earlier }, (_, index) =>
    chainRun(manySteps, index, (stepId) => ({
      metrics: { [metric]: varied(typical, (index * 7 + Number(stepId.slice(5)) * 37) % earlier, earlier, 3) },
    })),
  );
