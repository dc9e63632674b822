import { defineWorkflow } from '@faultline/core';

/**
 * The reference workflow: nine steps from a patient's records to a diagnostic report.
 *
 *     patient_data_ingestion          ==
 *     medical_history_preprocessing     =====
 *     symptom_analysis                       ========
 *     lab_results_analysis              ======-------                                                 7 s of slack
 *     medical_literature_consultation                ============
 *     differential_diagnosis                                     ==========
 *     treatment_recommendation                                             ========
 *     clinical_validation                                                          =====
 *     report_generation                                                                 ===
 *
 *  * As declared, one column a second: 59 s of work, 53 s on the critical path.
 */
export const comprehensiveDiagnosticAnalysis = defineWorkflow({
  id: 'comprehensive_diagnostic_analysis',
  description: 'Multi-step diagnostic workflow for complex medical cases.',
  steps: {
    patient_data_ingestion: {
      type: 'data_ingestion',
      description: 'Ingest and validate patient medical records.',
      expectedDurationMs: 2_000,
      resources: { memoryMiB: 512, cpuCores: 0.5 },
      failureTolerance: 'low',
      baseline: {
        durationMs: { p50: 1_800, p95: 3_200 },
        memoryMiB: { mean: 480 },
        cpuCores: { mean: 0.45 },
        successRate: { mean: 0.98 },
      },
    },
    medical_history_preprocessing: {
      type: 'preprocessing',
      description: 'Process and structure medical history data.',
      needs: [{ on: 'patient_data_ingestion', dependencyType: 'data', dataFlow: ['medical_records'] }],
      expectedDurationMs: 5_000,
      resources: { memoryMiB: 1_024, cpuCores: 1 },
      failureTolerance: 'medium',
      baseline: {
        durationMs: { p50: 4_500, p95: 7_800 },
        memoryMiB: { mean: 950 },
        cpuCores: { mean: 0.85 },
        successRate: { mean: 0.96 },
      },
    },
    symptom_analysis: {
      type: 'analysis',
      description: 'Analyze patient symptoms using AI models.',
      needs: [
        {
          on: 'medical_history_preprocessing',
          dependencyType: 'data',
          dataFlow: ['structured_history'],
          criticality: 'high',
        },
      ],
      expectedDurationMs: 8_000,
      resources: { memoryMiB: 2_048, cpuCores: 2, gpus: 1 },
      failureTolerance: 'low',
      baseline: {
        durationMs: { p50: 7_200, p95: 12_500 },
        memoryMiB: { mean: 1_950 },
        cpuCores: { mean: 1.8 },
        gpus: { mean: 0.9 },
        successRate: { mean: 0.94 },
      },
    },
    lab_results_analysis: {
      type: 'analysis',
      description: 'Analyze laboratory test results.',
      needs: [{ on: 'patient_data_ingestion', dependencyType: 'data', dataFlow: ['medical_records'] }],
      expectedDurationMs: 6_000,
      resources: { memoryMiB: 1_024, cpuCores: 1.5 },
      failureTolerance: 'medium',
      baseline: {
        durationMs: { p50: 5_500, p95: 9_200 },
        memoryMiB: { mean: 980 },
        cpuCores: { mean: 1.3 },
        successRate: { mean: 0.97 },
      },
    },
    medical_literature_consultation: {
      type: 'consultation',
      description: 'Consult medical literature and guidelines.',
      needs: [
        { on: 'symptom_analysis', dependencyType: 'data', dataFlow: ['symptom_analysis'] },
        { on: 'lab_results_analysis', dependencyType: 'data', dataFlow: ['lab_analysis'] },
      ],
      expectedDurationMs: 12_000,
      resources: { memoryMiB: 1_536, cpuCores: 1 },
      failureTolerance: 'high',
      baseline: {
        durationMs: { p50: 11_000, p95: 18_500 },
        memoryMiB: { mean: 1_450 },
        cpuCores: { mean: 0.9 },
        successRate: { mean: 0.92 },
      },
    },
    differential_diagnosis: {
      type: 'synthesis',
      description: 'Generate differential diagnosis based on all analyses.',
      needs: [
        { on: 'symptom_analysis', dependencyType: 'data', dataFlow: ['symptom_analysis'], criticality: 'high' },
        { on: 'lab_results_analysis', dependencyType: 'data', dataFlow: ['lab_analysis'], criticality: 'normal' },
        // A diagnosis can do without the literature: that step tolerates failures.
        {
          on: 'medical_literature_consultation',
          dependencyType: 'data',
          dataFlow: ['literature_evidence'],
          criticality: 'low',
        },
      ],
      expectedDurationMs: 10_000,
      resources: { memoryMiB: 2_048, cpuCores: 2.5, gpus: 0.5 },
      failureTolerance: 'low',
      baseline: {
        durationMs: { p50: 9_200, p95: 15_800 },
        memoryMiB: { mean: 1_980 },
        cpuCores: { mean: 2.2 },
        gpus: { mean: 0.45 },
        successRate: { mean: 0.95 },
      },
    },
    treatment_recommendation: {
      type: 'synthesis',
      description: 'Generate treatment recommendations.',
      needs: [
        {
          on: 'differential_diagnosis',
          dependencyType: 'data',
          dataFlow: ['ranked_diagnoses'],
          criticality: 'high',
        },
      ],
      expectedDurationMs: 8_000,
      resources: { memoryMiB: 1_536, cpuCores: 2 },
      failureTolerance: 'low',
      baseline: {
        durationMs: { p50: 7_500, p95: 12_200 },
        memoryMiB: { mean: 1_480 },
        cpuCores: { mean: 1.8 },
        successRate: { mean: 0.96 },
      },
    },
    clinical_validation: {
      type: 'validation',
      description: 'Validate recommendations against clinical guidelines.',
      needs: [
        // A recommendation must not wait unvalidated where clinicians can see it.
        {
          on: 'treatment_recommendation',
          dependencyType: 'data',
          dataFlow: ['treatment_plan'],
          maxDelayMs: 2_000,
          criticality: 'high',
        },
      ],
      expectedDurationMs: 5_000,
      resources: { memoryMiB: 1_024, cpuCores: 1 },
      failureTolerance: 'low',
      baseline: {
        durationMs: { p50: 4_800, p95: 7_500 },
        memoryMiB: { mean: 980 },
        cpuCores: { mean: 0.9 },
        successRate: { mean: 0.98 },
      },
    },
    report_generation: {
      type: 'reporting',
      description: 'Generate comprehensive diagnostic report.',
      needs: [
        // A gate: no report before the plan was approved.
        {
          on: 'clinical_validation',
          dependencyType: 'control',
          dataFlow: ['approved_plan'],
          maxDelayMs: 5_000,
          criticality: 'high',
        },
      ],
      expectedDurationMs: 3_000,
      resources: { memoryMiB: 512, cpuCores: 0.5 },
      failureTolerance: 'medium',
      baseline: {
        durationMs: { p50: 2_800, p95: 4_500 },
        memoryMiB: { mean: 490 },
        cpuCores: { mean: 0.45 },
        successRate: { mean: 0.99 },
      },
    },
  },
  successCriteria: { maxDurationMs: 60_000, minCriticalSuccessRate: 0.95, minDataQuality: 0.9 },
});
