import type { Run } from '@faultline/model';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';
import { scheduledRun, type StepRecord } from './scheduled-run.ts';
import { stepOutputs } from './step-outputs.ts';

const records: Readonly<Record<string, Omit<StepRecord, 'output'>>> = {
  patient_data_ingestion: {
    durationMs: 1_900,
    metrics: { memoryMiB: 486, cpuCores: 0.46, dataQuality: 0.97 },
  },
  medical_history_preprocessing: {
    durationMs: 4_700,
    metrics: { memoryMiB: 962, cpuCores: 0.87, dataQuality: 0.96 },
  },
  symptom_analysis: {
    durationMs: 7_400,
    metrics: { memoryMiB: 1_968, cpuCores: 1.83, gpus: 0.91, dataQuality: 0.95 },
  },
  lab_results_analysis: {
    durationMs: 5_600,
    metrics: { memoryMiB: 991, cpuCores: 1.32, dataQuality: 0.98 },
  },
  medical_literature_consultation: {
    durationMs: 11_300,
    metrics: { memoryMiB: 1_462, cpuCores: 0.92, dataQuality: 0.94 },
  },
  differential_diagnosis: {
    durationMs: 9_400,
    metrics: { memoryMiB: 1_990, cpuCores: 2.23, gpus: 0.46, dataQuality: 0.95 },
  },
  treatment_recommendation: {
    durationMs: 7_600,
    metrics: { memoryMiB: 1_492, cpuCores: 1.82, dataQuality: 0.96 },
  },
  clinical_validation: {
    durationMs: 4_900,
    metrics: { memoryMiB: 986, cpuCores: 0.91, dataQuality: 0.98 },
  },
  report_generation: {
    durationMs: 2_900,
    metrics: { memoryMiB: 494, cpuCores: 0.46, dataQuality: 0.99 },
  },
};

/** A run without a fault: nine steps within their baselines, 50.1 s of 60 s, every value handed over unchanged. */
export const healthyRun = (id = 'healthy'): Run =>
  scheduledRun(
    comprehensiveDiagnosticAnalysis,
    {
      id,
      subjectId: 'patient_20871',
      context: { region: 'eu-west', release: '2026.3.1' },
      startMs: Date.UTC(2026, 2, 2, 8, 30),
      metrics: { dataQuality: 0.96 },
    },
    // Every step of the definition is in both tables: the test of this scenario says so.
    (step) => ({ ...records[step.id]!, output: stepOutputs[step.id]! }),
  );
