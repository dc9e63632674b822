import { viewOf, type RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';
import { documentSample } from './document-sample.ts';
import { healthyRun } from './healthy-run.ts';

const view = viewOf(healthyRun(), comprehensiveDiagnosticAnalysis);
const valueAt = (payload: StepExecution['input'], key: string): unknown =>
  (payload as Readonly<Record<string, unknown>> | undefined)?.[key];
const slowOf = (run: RunView): StepExecution[] =>
  run.executions.filter((execution) => run.durationMs(execution) > run.stepOf(execution)!.baseline['durationMs'].p95!);

describe('healthyRun', () => {
  it('completes each of the nine steps once', () => {
    expect(view.executions.map(({ stepId }) => stepId).toSorted()).toEqual(
      comprehensiveDiagnosticAnalysis.steps.map(({ id }) => id).toSorted(),
    );
    expect(new Set(view.executions.map(({ status }) => status))).toEqual(new Set(['completed']));
    expect(view.repairs).toEqual([]);
  });

  it('is within the success criteria', () => {
    expect(view.untilMs - view.startMs).toBe(50_100);
    expect(view.executions.filter(({ metrics }) => !(metrics['dataQuality'] >= 0.9))).toEqual([]);
  });

  it('is within the baselines and the resources of every step', () => {
    expect(slowOf(view)).toEqual([]);
    for (const { stepId, metrics } of view.executions) {
      const { resources, baseline } = comprehensiveDiagnosticAnalysis.steps.find(({ id }) => id === stepId)!;
      for (const [metric, requested] of Object.entries(resources)) {
        expect(metrics[metric]).toBeLessThan(requested);
        expect(metrics[metric] / baseline[metric].mean!).toBeCloseTo(1, 1);
      }
    }
  });

  it('hands every value over unchanged, after the step that made it has ended', () => {
    for (const { id, dependencies } of comprehensiveDiagnosticAnalysis.steps) {
      const [execution] = view.executionsOf(id);
      for (const { on, dataFlow } of dependencies) {
        const [dependency] = view.executionsOf(on);
        expect(dependency.endMs).toBeLessThanOrEqual(execution.startMs);
        for (const key of dataFlow) {
          expect(valueAt(execution.input, key)).toBeDefined();
          expect(valueAt(execution.input, key)).toEqual(valueAt(dependency.output, key));
        }
      }
    }
  });
});

describe('documentSample', () => {
  it('is three of nine steps and 16.8 s of 1800 s, with usual durations', () => {
    const sample = viewOf(documentSample(), comprehensiveDiagnosticAnalysis);
    const [first, last] = [sample.executions[0], sample.executions.at(-1)!];
    expect(sample.executions).toHaveLength(3);
    expect(last.endMs! - first.startMs).toBe(16_800);
    expect(sample.untilMs - sample.startMs).toBe(1_800_000);
    expect(sample.executions.map((execution) => sample.durationMs(execution))).toEqual([2_100, 5_200, 9_500]);
    expect(slowOf(sample)).toEqual([]);
  });
});
