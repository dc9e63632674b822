import { runSchema, type Run } from '@faultline/model';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';

/**
 * The sample run of the exercise that this workflow comes from. It claims to have completed, though six of nine steps
 * are missing, and lasts 1800 s of which 16.8 s are covered. Its three durations are usual.
 */
export function documentSample(): Run {
  const startMs = Date.UTC(2026, 2, 2, 9, 0);
  return runSchema.parse({
    id: 'document-sample',
    workflowId: comprehensiveDiagnosticAnalysis.id,
    subjectId: 'patient_12345',
    status: 'completed',
    startMs,
    endMs: startMs + 1_800_000,
    executions: [
      {
        id: 'document-sample/patient_data_ingestion',
        stepId: 'patient_data_ingestion',
        type: 'data_ingestion',
        startMs,
        endMs: startMs + 2_100,
        status: 'completed',
        input: { patient_id: 'patient_12345' },
        output: { medical_records: 'processed' },
        metrics: { memoryMiB: 490, cpuCores: 0.48 },
        dependenciesResolved: [],
        dependenciesFailed: [],
      },
      {
        id: 'document-sample/medical_history_preprocessing',
        stepId: 'medical_history_preprocessing',
        type: 'preprocessing',
        startMs: startMs + 2_100,
        endMs: startMs + 7_300,
        status: 'completed',
        input: { medical_records: 'processed' },
        output: { structured_history: 'completed' },
        metrics: { memoryMiB: 1_050, cpuCores: 0.92 },
        dependenciesResolved: ['patient_data_ingestion'],
        dependenciesFailed: [],
      },
      {
        id: 'document-sample/symptom_analysis',
        stepId: 'symptom_analysis',
        type: 'analysis',
        startMs: startMs + 7_300,
        endMs: startMs + 16_800,
        status: 'completed',
        input: { structured_history: 'completed' },
        output: { symptom_analysis: 'completed' },
        metrics: { memoryMiB: 2_100, cpuCores: 1.95, gpus: 0.88 },
        dependenciesResolved: ['medical_history_preprocessing'],
        dependenciesFailed: [],
      },
    ],
  });
}
