import type { Json } from '@faultline/model';

/** What a step hands on, by key. */
export type StepOutput = Readonly<Record<string, Json>>;

/** What each step of a healthy run puts out. Invented, like everything in these scenarios. */
export const stepOutputs: Readonly<Record<string, StepOutput>> = {
  patient_data_ingestion: {
    medical_records: {
      visits: 14,
      conditions: ['hypertension'],
      labs: { troponinNgL: 9, crpMgL: 3.1, tshMiuL: 6.8 },
    },
  },
  medical_history_preprocessing: {
    structured_history: { onsetDays: 21, symptoms: ['fatigue', 'palpitations'], medication: ['ramipril'] },
  },
  symptom_analysis: {
    symptom_analysis: { leading: 'fatigue', clusters: ['endocrine', 'cardiac'], redFlags: [] },
  },
  lab_results_analysis: {
    lab_analysis: { abnormal: ['tshMiuL'], normal: ['troponinNgL', 'crpMgL'] },
  },
  medical_literature_consultation: {
    literature_evidence: { guidelines: ['thyroid-2025', 'hypertension-2024'], articles: 12 },
  },
  differential_diagnosis: {
    ranked_diagnoses: [
      { name: 'primary hypothyroidism', probability: 0.82 },
      { name: 'side effect of medication', probability: 0.11 },
    ],
  },
  treatment_recommendation: {
    treatment_plan: { therapy: 'levothyroxine', startDoseUg: 50, controlAfterWeeks: 6 },
  },
  clinical_validation: {
    approved_plan: { therapy: 'levothyroxine', startDoseUg: 50, approvedBy: 'guideline thyroid-2025' },
  },
  report_generation: { diagnostic_report: { pages: 4, language: 'en' } },
};
