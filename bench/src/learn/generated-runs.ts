import type { Run, StepExecution } from '@faultline/model';
import { normalQuantile, seededRandom } from '@faultline/stats';

/**
 * Runs of some steps one after the other, each execution with seven metrics: duration, wait, memory, processors, tokens in
 * and out, cost. Two models take turns; inputs of some 200 characters come again every 37 runs.
 *
 * @param spread of the logarithm of each metric: the standard deviation. 1: one in three is e times its median, or less than
 * an e-th of it
 */
export function* generatedRuns(steps: number, runs: number, spread = 1): Generator<Run> {
  const random = seededRandom(1);
  const lognormal = (median: number): number => median * Math.exp(spread * normalQuantile(Math.max(random(), 1e-9)));
  let startMs = 1_700_000_000_000;
  for (let index = 0; index < runs; index++) {
    let atMs = startMs;
    const executions = Array.from({ length: steps }, (_, step): StepExecution => {
      const queuedMs = atMs;
      const fromMs = queuedMs + lognormal(30);
      atMs = fromMs + lognormal(1200);
      return {
        id: `${index}-${step}`,
        stepId: `step ${step}`,
        type: 'llm',
        item: '',
        attempt: 1,
        isAsync: false,
        startMs: fromMs,
        endMs: atMs,
        status: 'completed',
        input: { patient: `patient ${index % 37}`, notes: 'history and symptoms '.repeat(8), values: [1, 2, step] },
        output: { isComplete: true, text: `report ${index}` },
        attributes: { model: index % 3 === 0 ? 'large' : 'small' },
        metrics: {
          memoryMiB: lognormal(512),
          cpuCores: lognormal(2),
          inputTokens: Math.round(lognormal(900)),
          outputTokens: Math.round(lognormal(200)),
          costUsd: lognormal(0.01),
        },
      };
    });
    yield {
      schemaVersion: 1,
      id: `run ${index}`,
      workflowId: 'generated',
      context: {},
      status: 'completed',
      startMs,
      endMs: atMs,
      metrics: {},
      executions,
      edges: executions.slice(1).map(({ id }, step) => ({
        from: executions[step]!.id,
        to: id,
        origin: 'explicit',
        kind: 'needs',
      })),
      notes: [],
    };
    startMs = atMs + 1000;
  }
}
