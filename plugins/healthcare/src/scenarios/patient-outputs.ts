import { seededUniform } from './seeded-uniform.ts';
import type { StepOutput } from './step-outputs.ts';

/** How often a patient's findings are those of an earlier patient, so that the literature is asked the same again. */
const repeatedShare = 0.3;
const symptoms = ['fatigue', 'palpitations', 'dizziness', 'weight loss', 'dyspnoea', 'headache', 'nausea', 'insomnia'];
const diagnoses = ['primary hypothyroidism', 'iron deficiency', 'atrial fibrillation', 'side effect of medication'];
const therapies = ['levothyroxine', 'ferrous sulfate', 'bisoprolol', 'change of medication'];

/** What symptoms and laboratory say of a patient: all that the literature is asked about. */
interface Findings {
  readonly number: number;
  readonly leading: string;
  readonly second: string;
  readonly tshMiuL: number;
}

/**
 * What the steps put out for one patient after the other, the same for the same seed. Every record is new, and so is what
 * is made of it, but for the findings: three patients in ten have those of an earlier one. The literature answers the
 * same question the same way; the diagnosis comes from a model, which weighs the same evidence a little differently each
 * time. Invented, like everything in these scenarios.
 *
 *     const outputsOfNext = patientOutputs(1);
 *     outputsOfNext().symptom_analysis
 */
export function patientOutputs(seed: number): () => Readonly<Record<string, StepOutput>> {
  const uniform = seededUniform(seed ^ 0x5eed);
  const below = (limit: number): number => Math.floor(uniform() * limit);
  const known: Findings[] = [];
  let patients = 0;

  function findingsOfNext(): Findings {
    // Drawn even where there are none yet, so that every patient takes as many numbers.
    const [isRepeated, earlier] = [uniform() < repeatedShare, uniform()];
    const repeated = isRepeated ? known[Math.floor(earlier * known.length)] : undefined;
    if (repeated !== undefined) return repeated;
    const leading = below(symptoms.length);
    const second = (leading + 1 + below(symptoms.length - 1)) % symptoms.length;
    const findings: Findings = {
      number: known.length,
      leading: symptoms[leading]!,
      second: symptoms[second]!,
      tshMiuL: rounded(0.4 + 9 * uniform(), 100),
    };
    known.push(findings);
    return findings;
  }

  return () => {
    const record = patients++;
    const { number, leading, second, tshMiuL } = findingsOfNext();
    const disease = number % diagnoses.length;
    const probability = 0.6 + 0.3 * uniform();
    const dose = 25 * (1 + below(6));
    const plan = { record, therapy: therapies[disease]!, doseMg: dose, controlAfterWeeks: 4 + below(5) };
    return {
      patient_data_ingestion: {
        medical_records: { record, visits: 1 + below(30), labs: { tshMiuL, crpMgL: rounded(9 * uniform(), 100) } },
      },
      medical_history_preprocessing: {
        structured_history: { record, onsetDays: 1 + below(60), symptoms: [leading, second] },
      },
      symptom_analysis: { symptom_analysis: { case: number, leading, clusters: [leading, second], redFlags: [] } },
      lab_results_analysis: { lab_analysis: { case: number, abnormal: { tshMiuL }, normal: ['crpMgL'] } },
      medical_literature_consultation: {
        literature_evidence: { guidelines: [`${diagnoses[disease]!} 2025`], articles: 3 + ((number * 7) % 20) },
      },
      differential_diagnosis: {
        ranked_diagnoses: [
          { name: diagnoses[disease]!, probability },
          { name: diagnoses[(disease + 1) % diagnoses.length]!, probability: 1 - probability },
        ],
      },
      treatment_recommendation: { treatment_plan: plan },
      clinical_validation: { approved_plan: { ...plan, approvedBy: `guideline ${diagnoses[disease]!} 2025` } },
      report_generation: { diagnostic_report: { record, pages: 2 + below(5), language: 'en' } },
    };
  };
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
