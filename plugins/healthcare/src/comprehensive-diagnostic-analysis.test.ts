import { viewOf } from '@faultline/core';
import { describe, expect, it } from 'vitest';
import { comprehensiveDiagnosticAnalysis } from './comprehensive-diagnostic-analysis.ts';
import { scheduledRun } from './scenarios/scheduled-run.ts';

const { steps, successCriteria } = comprehensiveDiagnosticAnalysis;
const declared = viewOf(
  scheduledRun(comprehensiveDiagnosticAnalysis, { id: 'declared', startMs: 0 }, ({ expectedDurationMs = 0 }) => ({
    durationMs: expectedDurationMs,
    metrics: {},
    output: {},
  })),
);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('comprehensive_diagnostic_analysis', () => {
  it('has nine steps with the dependencies of the exercise', () => {
    expect(steps.map(({ id, dependencies }) => [id, dependencies.map(({ on }) => on)])).toEqual([
      ['patient_data_ingestion', []],
      ['medical_history_preprocessing', ['patient_data_ingestion']],
      ['symptom_analysis', ['medical_history_preprocessing']],
      ['lab_results_analysis', ['patient_data_ingestion']],
      ['medical_literature_consultation', ['symptom_analysis', 'lab_results_analysis']],
      ['differential_diagnosis', ['symptom_analysis', 'lab_results_analysis', 'medical_literature_consultation']],
      ['treatment_recommendation', ['differential_diagnosis']],
      ['clinical_validation', ['treatment_recommendation']],
      ['report_generation', ['clinical_validation']],
    ]);
  });

  it('has 59 s of work and 53 s on its critical path', () => {
    expect(sum(steps.map(({ expectedDurationMs = 0 }) => expectedDurationMs))).toBe(59_000);
    expect(declared.untilMs).toBe(53_000);
  });

  it('leaves lab_results_analysis 7 s of slack', () => {
    const [lab] = declared.executionsOf('lab_results_analysis');
    const [literature] = declared.executionsOf('medical_literature_consultation');
    expect(literature.startMs - lab.endMs!).toBe(7_000);
  });

  it('measures time in milliseconds, memory in MiB, cpu in cores, and rates as shares', () => {
    const symptoms = steps.find(({ id }) => id === 'symptom_analysis');
    expect(symptoms).toMatchObject({
      expectedDurationMs: 8_000,
      resources: { memoryMiB: 2_048, cpuCores: 2, gpus: 1 },
      baseline: {
        durationMs: { p50: 7_200, p95: 12_500 },
        memoryMiB: { mean: 1_950 },
        cpuCores: { mean: 1.8 },
        gpus: { mean: 0.9 },
        successRate: { mean: 0.94 },
      },
    });
    expect(successCriteria).toEqual({ maxDurationMs: 60_000, minCriticalSuccessRate: 0.95, minDataQuality: 0.9 });
  });

  it('declares a baseline for every resource that a step asks for', () => {
    for (const { id, resources, baseline } of steps)
      expect([id, Object.keys(baseline)]).toEqual([id, ['durationMs', ...Object.keys(resources), 'successRate']]);
  });

  it('names what is handed over, each key by one step', () => {
    const handedOver = steps.flatMap(({ dependencies }) =>
      dependencies.flatMap(({ on, dataFlow }) => dataFlow.map((key) => [key, on] as const)),
    );
    expect(new Map(handedOver).size).toBe(new Set(handedOver.map((pair) => pair.join())).size);
    expect(steps.flatMap(({ dependencies }) => dependencies).every(({ dataFlow }) => dataFlow.length > 0)).toBe(true);
  });
});
