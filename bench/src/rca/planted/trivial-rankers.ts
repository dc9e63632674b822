import type { RunView } from '@faultline/core';
import type { Baselines } from '@faultline/facts';
import type { Place } from './planted-case.ts';

/** What a ranker without any theory would blame, given a run and what is usual. */
export type TrivialRanker = (run: RunView, history: Baselines, random: () => number) => Place | undefined;

const step = (stepId: string | undefined): Place | undefined =>
  stepId === undefined ? undefined : { kind: 'step', name: stepId };

/** By name, as the table shows them. */
export const trivialRankers: Readonly<Record<string, TrivialRanker>> = {
  random: ({ executions }, _history, random) => step(executions[Math.floor(random() * executions.length)]?.stepId),
  'first error': ({ failed: [first] }) => step(first?.stepId),
  'last error': ({ failed }) => step(failed.at(-1)?.stepId),
  'most often failing': ({ executions, workflowId }, history) => {
    const rateOf = (stepId: string): number => history.successRateOf(workflowId, stepId)?.rate ?? 1;
    return step(executions.map(({ stepId }) => stepId).toSorted((a, b) => rateOf(a) - rateOf(b))[0]);
  },
  'largest robust z': (run, history) => {
    const zOf = (stepId: string): number => {
      const usual = history.of(run.workflowId, stepId, 'durationMs');
      if (usual === undefined) return 0;
      const spread = (usual.quantile(0.75) - usual.quantile(0.25)) / 1.349;
      return Math.max(...run.executionsOf(stepId).map((one) => (run.durationMs(one) - usual.quantile(0.5)) / spread));
    };
    return step(run.executions.map(({ stepId }) => stepId).toSorted((a, b) => zOf(b) - zOf(a))[0]);
  },
};
