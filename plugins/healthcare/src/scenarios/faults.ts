import { stepExecutionSchema } from '@faultline/model';
import { adding, delaying, editing, measuring, removing, startOf } from './edits.ts';
import { by, type Fault } from './fault.ts';

/**
 * The faults of the faulty scenario, in the order in which they are planted into a healthy run. None hides another;
 * two share a finding, that the run took more than 60 s.
 */
export const faults: readonly Fault[] = [
  {
    fault: 'The report was never generated.',
    reportedBy: [by('integrity/missing-step', 'report_generation'), by('anomaly/missing-step', 'report_generation')],
    plant: (run) => removing(run, 'report_generation'),
  },
  {
    fault: 'The model behind the symptom analysis was down, and the run went on without it.',
    reportedBy: [
      by('integrity/failed-run-completed', 'symptom_analysis'),
      by('integrity/ignored-failure', 'medical_literature_consultation'),
      by('integrity/ignored-failure', 'differential_diagnosis'),
      // Of the five steps that tolerate no failure four completed: 80 %, and 95 % are asked for.
      by('integrity/success-criteria', 'symptom_analysis'),
      by('anomaly/unusual-failure', 'symptom_analysis'),
      by('failure/failed-step', 'symptom_analysis'),
    ],
    plant: (run) =>
      editing(run, 'symptom_analysis', () => ({
        status: 'failed',
        error: { type: 'external_service_error', message: 'The model endpoint answered 503.' },
        output: {},
      })),
  },
  {
    fault: 'The diagnosis knew that the symptom analysis had failed, and started all the same.',
    reportedBy: [by('integrity/critical-dependency-failed', 'differential_diagnosis')],
    plant: (run) =>
      editing(run, 'differential_diagnosis', () => ({
        dependenciesResolved: ['lab_results_analysis', 'medical_literature_consultation'],
        dependenciesFailed: ['symptom_analysis'],
      })),
  },
  {
    fault: 'The literature took 25 s, more than its 95th percentile of 18.5 s, and with it the run more than 60 s.',
    reportedBy: [
      by('integrity/slower-than-baseline', 'medical_literature_consultation'),
      by('integrity/success-criteria'),
    ],
    amongOthers: [by('anomaly/slow-step', 'medical_literature_consultation')],
    plant: (run) =>
      editing(delaying(run, 'differential_diagnosis', 13_700), 'medical_literature_consultation', ({ startMs }) => ({
        endMs: startMs + 25_000,
      })),
  },
  {
    fault: 'The validation started 4 s after the recommendation was there, and 2 s are allowed.',
    reportedBy: [by('integrity/late-start', 'clinical_validation')],
    amongOthers: [by('anomaly/long-wait', 'clinical_validation')],
    plant: (run) => delaying(run, 'clinical_validation', 4_000),
  },
  {
    fault: 'The recommendation started 0.8 s before the diagnosis had ended.',
    reportedBy: [by('integrity/dependency-order', 'treatment_recommendation')],
    plant: (run) => editing(run, 'treatment_recommendation', ({ startMs }) => ({ startMs: startMs - 800 })),
  },
  {
    fault: 'The second attempt at the lab results started before the first had ended.',
    reportedBy: [
      by('integrity/attempt-order', 'lab_results_analysis'),
      by('anomaly/unusual-failure', 'lab_results_analysis'),
      by('failure/failed-step', 'lab_results_analysis'),
    ],
    plant: (run) => {
      const startMs = startOf(run, 'lab_results_analysis');
      const first = stepExecutionSchema.parse({
        id: `${run.id}/lab_results_analysis#1`,
        stepId: 'lab_results_analysis',
        type: 'analysis',
        startMs,
        endMs: startMs + 2_600,
        status: 'failed',
        error: { type: 'timeout', message: 'The laboratory system did not answer.' },
        dependenciesResolved: ['patient_data_ingestion'],
        dependenciesFailed: [],
      });
      return adding(
        editing(run, 'lab_results_analysis', () => ({ attempt: 2, startMs: startMs + 2_000 })),
        first,
      );
    },
  },
  {
    fault: 'The lab results were analysed without a record that the ingestion was waited for.',
    reportedBy: [by('integrity/unresolved-dependency', 'lab_results_analysis')],
    plant: (run) => editing(run, 'lab_results_analysis', () => ({ dependenciesResolved: [], dependenciesFailed: [] })),
  },
  {
    fault: 'The two clocks of the ingestion host disagree: it ended before it started.',
    reportedBy: [by('integrity/negative-duration', 'patient_data_ingestion')],
    plant: (run) =>
      editing(run, 'patient_data_ingestion', ({ startMs, endMs = startMs }) => ({ startMs: endMs, endMs: startMs })),
  },
  {
    fault: 'The ingested records are of poor quality: 0.84 where 0.9 is asked for.',
    reportedBy: [by('integrity/success-criteria', 'patient_data_ingestion')],
    plant: (run) => measuring(run, 'patient_data_ingestion', { dataQuality: 0.84 }),
  },
  {
    fault: 'The preprocessing completed without the history that the symptom analysis needs.',
    reportedBy: [by('integrity/missing-output', 'medical_history_preprocessing')],
    plant: (run) => editing(run, 'medical_history_preprocessing', () => ({ output: { skippedDocuments: 3 } })),
  },
  {
    fault: 'The preprocessing took 1500 MiB: within what it may take, but more than 1.5 times its usual 950 MiB.',
    reportedBy: [
      by('integrity/resource-baseline', 'medical_history_preprocessing'),
      by('anomaly/unusual-memory', 'medical_history_preprocessing'),
    ],
    plant: (run) => measuring(run, 'medical_history_preprocessing', { memoryMiB: 1_500 }),
  },
  {
    fault: 'The recommendation rests on another ranking than the diagnosis had put out.',
    reportedBy: [by('integrity/value-changed', 'treatment_recommendation')],
    plant: (run) =>
      editing(run, 'treatment_recommendation', () => ({
        input: { ranked_diagnoses: [{ name: 'side effect of medication', probability: 0.82 }] },
      })),
  },
  {
    fault: 'The recommendation took 2500 MiB: more than 1.5 times what it asked for, and than is usual.',
    reportedBy: [
      by('integrity/resource-limit', 'treatment_recommendation'),
      by('integrity/resource-baseline', 'treatment_recommendation'),
      by('anomaly/unusual-memory', 'treatment_recommendation'),
    ],
    plant: (run) => measuring(run, 'treatment_recommendation', { memoryMiB: 2_500 }),
  },
  {
    fault: 'The recommendation was recorded under the id of the diagnosis.',
    reportedBy: [by('integrity/duplicate-id', 'treatment_recommendation')],
    plant: (run) => editing(run, 'treatment_recommendation', () => ({ id: `${run.id}/differential_diagnosis` })),
  },
  {
    fault: 'The diagnosis took 0.66 GPUs, more than 1.3 times the 0.5 it asked for.',
    reportedBy: [
      by('integrity/resource-limit', 'differential_diagnosis'),
      by('anomaly/unusual-gpu', 'differential_diagnosis'),
    ],
    plant: (run) => measuring(run, 'differential_diagnosis', { gpus: 0.66 }),
  },
  {
    fault: 'The validation was not given the plan that it validates.',
    reportedBy: [by('integrity/missing-input', 'clinical_validation')],
    plant: (run) => editing(run, 'clinical_validation', () => ({ input: { guideline: 'thyroid-2025' } })),
  },
  {
    fault: 'The validation took 1.32 cores, more than 1.3 times the one it asked for.',
    reportedBy: [
      by('integrity/resource-limit', 'clinical_validation'),
      by('anomaly/unusual-cpu', 'clinical_validation'),
    ],
    plant: (run) => measuring(run, 'clinical_validation', { cpuCores: 1.32 }),
  },
  {
    fault: 'The literature was consulted by a caller that is not in the trace.',
    reportedBy: [by('integrity/orphan', 'medical_literature_consultation')],
    plant: (run) => editing(run, 'medical_literature_consultation', () => ({ parentId: `${run.id}/literature_agent` })),
  },
  {
    fault: 'A step ran that the workflow does not have.',
    reportedBy: [
      by('integrity/unknown-step', 'insurance_precheck'),
      by('anomaly/unexpected-step', 'insurance_precheck'),
    ],
    plant: (run) => {
      const startMs = startOf(run, 'lab_results_analysis');
      const precheck = stepExecutionSchema.parse({
        id: `${run.id}/insurance_precheck`,
        stepId: 'insurance_precheck',
        type: 'tool',
        startMs,
        endMs: startMs + 1_000,
        status: 'completed',
      });
      return adding(run, precheck);
    },
  },
  {
    fault: 'Nothing was recorded of the last 30 s, which count as time of the run.',
    reportedBy: [by('integrity/uncovered-time'), by('integrity/success-criteria'), by('anomaly/slow-run')],
    plant: ({ endMs = 0, ...run }) => ({ ...run, endMs: endMs + 30_000 }),
  },
];
