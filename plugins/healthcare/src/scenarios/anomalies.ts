import { stepExecutionSchema, type Run, type StepExecution } from '@faultline/model';
import { adding, delaying, editing, measuring, startOf } from './edits.ts';
import { by, type Fault } from './fault.ts';

/**
 * What the workflow does not forbid, and no earlier run did. Planted into a healthy run in this order, like `faults`;
 * `reportedBy` is complete where the history is 500 runs of `healthyRuns`.
 */
export const anomalies: readonly Fault[] = [
  {
    fault: 'The report took 10 s to write, three times as long as usual; the run was done within its 60 s.',
    reportedBy: [
      by('anomaly/slow-step', 'report_generation'),
      by('integrity/slower-than-baseline', 'report_generation'),
    ],
    plant: (run) => {
      const endMs = startOf(run, 'report_generation') + 10_000;
      return { ...editing(run, 'report_generation', () => ({ endMs })), endMs };
    },
  },
  {
    fault: 'The plan was validated within 0.3 s: nobody can have looked at it.',
    reportedBy: [by('anomaly/fast-step', 'clinical_validation')],
    plant: (run) =>
      editing(delaying(run, 'report_generation', -4_600), 'clinical_validation', ({ startMs }) => ({
        endMs: startMs + 300,
      })),
  },
  {
    fault: 'The ingestion took 680 MiB where 480 MiB are usual: within every limit.',
    reportedBy: [by('anomaly/unusual-memory', 'patient_data_ingestion')],
    plant: (run) => measuring(run, 'patient_data_ingestion', { memoryMiB: 680 }),
  },
  {
    fault: 'The recommendation used hardly any CPU: 0.5 cores, where 1.8 are usual.',
    reportedBy: [by('anomaly/unusual-cpu', 'treatment_recommendation')],
    plant: (run) => measuring(run, 'treatment_recommendation', { cpuCores: 0.5 }),
  },
  {
    fault: 'The symptom analysis took 1.2 GPUs where 0.9 are usual: within its limit of 1.3.',
    reportedBy: [by('anomaly/unusual-gpu', 'symptom_analysis')],
    plant: (run) => measuring(run, 'symptom_analysis', { gpus: 1.2 }),
  },
  {
    fault: 'The lab results were left for 4.9 s, until after the symptom analysis had begun.',
    reportedBy: [by('anomaly/unusual-order', 'lab_results_analysis')],
    amongOthers: [by('anomaly/long-wait', 'lab_results_analysis')],
    plant: (run) =>
      editing(run, 'lab_results_analysis', ({ startMs, endMs = startMs }) => ({
        startMs: startMs + 4_900,
        endMs: endMs + 4_900,
      })),
  },
  {
    fault: 'The same record was fetched four times, as if nobody had looked at the answer.',
    reportedBy: [by('anomaly/loop', 'patient_data_ingestion'), by('failure/loop', 'patient_data_ingestion')],
    amongOthers: [by('anomaly/long-wait', 'patient_data_ingestion')],
    plant: (run) => repeated(run, 'patient_data_ingestion', 'medical_history_preprocessing', 4),
  },
  {
    fault: 'The preprocessing failed three times within half a second, and was tried again each time.',
    reportedBy: [
      by('anomaly/retry-burst', 'medical_history_preprocessing'),
      by('anomaly/unusual-failure', 'medical_history_preprocessing'),
      by('failure/failed-step', 'medical_history_preprocessing'),
      by('failure/retry-storm', 'medical_history_preprocessing'),
    ],
    amongOthers: [by('anomaly/long-wait', 'medical_history_preprocessing')],
    plant: (run) => retried(run, 'medical_history_preprocessing', 3),
  },
];

/** Runs a step so many times in a row with the same input, each round an item of its own, before the next step begins. */
function repeated(run: Run, stepId: string, nextId: string, rounds: number): Run {
  const first = executionOf(run, stepId);
  const tookMs = (first.endMs ?? first.startMs) - first.startMs;
  return adding(
    delaying(run, nextId, (rounds - 1) * tookMs),
    ...Array.from({ length: rounds - 1 }, (_, index) => ({
      ...first,
      id: `${first.id}/round-${index + 2}`,
      item: `round ${index + 2}`,
      startMs: first.startMs + (index + 1) * tookMs,
      endMs: first.startMs + (index + 2) * tookMs,
    })),
  );
}

/** Lets a step fail so many times before it succeeds; each attempt takes 100 ms, and 50 ms pass before the next. */
function retried(run: Run, stepId: string, failures: number): Run {
  const apartMs = 150;
  const { type, input = {}, startMs, dependenciesResolved = [] } = executionOf(run, stepId);
  const last = editing(delaying(run, stepId, failures * apartMs), stepId, () => ({ attempt: failures + 1 }));
  return adding(
    last,
    ...Array.from({ length: failures }, (_, index) =>
      stepExecutionSchema.parse({
        id: `${run.id}/${stepId}#${index + 1}`,
        stepId,
        type,
        attempt: index + 1,
        startMs: startMs + index * apartMs,
        endMs: startMs + index * apartMs + 100,
        status: 'failed',
        error: { type: 'external_service_error', message: 'The terminology service closed the connection.' },
        input,
        dependenciesResolved,
      }),
    ),
  );
}

/** Every step ran once, before something was planted. */
const executionOf = ({ executions }: Run, stepId: string): StepExecution =>
  executions.find((execution) => execution.stepId === stepId)!;
