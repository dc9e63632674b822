import { defineWorkflow } from '@faultline/core';

/** The shape of a diagnostic workflow: nine steps, one of them beside the others. */
export const diagnosis = defineWorkflow({
  id: 'drawn',
  steps: {
    patient_data_ingestion: { expectedDurationMs: 2_000 },
    medical_history_preprocessing: { needs: ['patient_data_ingestion'], expectedDurationMs: 5_000 },
    symptom_analysis: { needs: ['medical_history_preprocessing'], expectedDurationMs: 8_000 },
    lab_results_analysis: { needs: ['patient_data_ingestion'], expectedDurationMs: 6_000 },
    medical_literature_consultation: {
      needs: ['symptom_analysis', 'lab_results_analysis'],
      expectedDurationMs: 12_000,
    },
    differential_diagnosis: {
      needs: ['symptom_analysis', 'lab_results_analysis', 'medical_literature_consultation'],
      expectedDurationMs: 10_000,
    },
    treatment_recommendation: { needs: ['differential_diagnosis'], expectedDurationMs: 8_000 },
    clinical_validation: { needs: ['treatment_recommendation'], expectedDurationMs: 5_000 },
    report_generation: { needs: ['clinical_validation'], expectedDurationMs: 3_000 },
  },
});
