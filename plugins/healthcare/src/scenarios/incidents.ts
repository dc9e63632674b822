import { stepExecutionSchema, type Json, type Run, type StepExecution } from '@faultline/model';
import { adding, delaying, editing, startOf } from './edits.ts';
import { by, type ExpectedFinding } from './fault.ts';
import { healthyRun } from './healthy-run.ts';

/** Something that goes wrong in a hospital, as one run. */
export interface Incident {
  readonly id: string;
  /** What happened, in a sentence. */
  readonly story: string;
  /** What broke first: a step, or a resource that steps share. */
  readonly root: { readonly kind: 'step' | 'resource'; readonly name: string };
  /** Steps that failed, were skipped, or had to do without because of it. */
  readonly affected: readonly string[];
  /** The step that kept it from spreading. `undefined`: none did. */
  readonly containedBy: string | undefined;
  /** The findings that say so with a history, as for a `Fault`. */
  readonly reportedBy: readonly ExpectedFinding[];
  readonly run: () => Run;
}

/** The incidents that a clinician would ask about. Each starts from a healthy run and changes nothing else. */
export const incidents: readonly Incident[] = [
  {
    id: 'literature-outage',
    story: 'The literature service is down: three attempts fail, and the diagnosis goes on without it.',
    root: { kind: 'step', name: 'medical_literature_consultation' },
    affected: ['differential_diagnosis'],
    containedBy: 'differential_diagnosis',
    reportedBy: [
      by('failure/failed-step', 'medical_literature_consultation'),
      by('failure/retry-storm', 'medical_literature_consultation'),
      by('anomaly/retry-burst', 'medical_literature_consultation'),
      by('anomaly/unusual-failure', 'medical_literature_consultation'),
      // 24 s went into three attempts, so that the run took more than its 60 s.
      by('integrity/success-criteria'),
    ],
    run: literatureOutage,
  },
  {
    id: 'corrupted-lab-feed',
    story:
      'The laboratory feed is corrupted: the analysis of it completes without results, and the diagnosis refuses them.',
    root: { kind: 'step', name: 'lab_results_analysis' },
    affected: ['differential_diagnosis', 'treatment_recommendation', 'clinical_validation', 'report_generation'],
    containedBy: undefined,
    reportedBy: [
      by('integrity/missing-output', 'lab_results_analysis'),
      by('integrity/success-criteria', 'lab_results_analysis'),
      by('integrity/success-criteria', 'differential_diagnosis'),
      by('integrity/run-failed', 'differential_diagnosis'),
      by('failure/failed-step', 'differential_diagnosis'),
      by('failure/cascading-failure', 'differential_diagnosis'),
      by('anomaly/unusual-failure', 'differential_diagnosis'),
    ],
    run: corruptedLabFeed,
  },
  {
    id: 'slow-gpu-pool',
    story: 'The GPU pool is throttled: both steps that use it take more than three times as long.',
    root: { kind: 'resource', name: 'gpus' },
    affected: ['symptom_analysis', 'differential_diagnosis'],
    containedBy: undefined,
    reportedBy: [
      by('anomaly/slow-step', 'symptom_analysis'),
      by('anomaly/slow-step', 'differential_diagnosis'),
      by('anomaly/slow-run'),
      by('integrity/slower-than-baseline', 'symptom_analysis'),
      by('integrity/slower-than-baseline', 'differential_diagnosis'),
      by('integrity/success-criteria'),
    ],
    run: slowGpuPool,
  },
  {
    id: 'swallowed-validation-error',
    story: 'The check against the guidelines fails, the validation completes all the same, and the report goes out.',
    root: { kind: 'step', name: 'guideline_check' },
    affected: ['clinical_validation'],
    containedBy: undefined,
    reportedBy: [
      by('failure/swallowed-error', 'guideline_check'),
      by('anomaly/unexpected-step', 'guideline_check'),
      by('anomaly/unusual-failure', 'guideline_check'),
    ],
    run: swallowedValidationError,
  },
];

function literatureOutage(): Run {
  const healthy = healthyRun('literature-outage');
  const stepId = 'medical_literature_consultation';
  const startMs = startOf(healthy, stepId);
  const attemptMs = 8_000;
  const attempt = (number: number): StepExecution =>
    stepExecutionSchema.parse({
      id: `${healthy.id}/${stepId}#${number}`,
      stepId,
      type: 'consultation',
      attempt: number,
      startMs: startMs + (number - 1) * (attemptMs + 500),
      endMs: startMs + (number - 1) * (attemptMs + 500) + attemptMs,
      status: 'failed',
      error: { type: 'external_service_error', message: 'The literature service answered 503 Service Unavailable.' },
      input: healthy.executions.find((execution) => execution.stepId === stepId)?.input ?? {},
      metrics: { memoryMiB: 1_440, cpuCores: 0.88 },
      dependenciesResolved: ['symptom_analysis', 'lab_results_analysis'],
      dependenciesFailed: [],
    });
  const attempts = [attempt(1), attempt(2), attempt(3)];
  const tookMs = 11_300;
  const endedMs = attempts[2]!.endMs! - startMs;
  const waited = delaying(healthy, 'differential_diagnosis', endedMs - tookMs);
  const withoutLiterature = editing(waited, 'differential_diagnosis', ({ input }) => ({
    input: withoutKey(input, 'literature_evidence'),
    dependenciesResolved: ['symptom_analysis', 'lab_results_analysis'],
    dependenciesFailed: [stepId],
  }));
  return adding(
    { ...withoutLiterature, executions: withoutLiterature.executions.filter((one) => one.stepId !== stepId) },
    ...attempts,
  );
}

function corruptedLabFeed(): Run {
  const healthy = healthyRun('corrupted-lab-feed');
  const corrupted = editing(healthy, 'lab_results_analysis', ({ metrics }) => ({
    output: { warnings: ['unreadable segment OBX-5'] },
    metrics: { ...metrics, dataQuality: 0.41 },
  }));
  const failedMs = startOf(healthy, 'differential_diagnosis') + 400;
  const failed = editing(corrupted, 'differential_diagnosis', ({ input }) => ({
    endMs: failedMs,
    status: 'failed',
    error: { type: 'data_quality_issue', message: 'The lab analysis has no results.' },
    input: withoutKey(input, 'lab_analysis'),
    output: {},
  }));
  const later = ['treatment_recommendation', 'clinical_validation', 'report_generation'];
  // One after the other, as an engine writes down what it gives up.
  const skipped = later.reduce(
    (run, stepId, index) => editing(run, stepId, (execution) => skippedAt(execution, failedMs + index)),
    failed,
  );
  return { ...skipped, status: 'failed', endMs: failedMs + later.length - 1 };
}

function slowGpuPool(): Run {
  const healthy = healthyRun('slow-gpu-pool');
  return [
    { stepId: 'symptom_analysis', next: 'medical_literature_consultation', moreMs: 16_300 },
    { stepId: 'differential_diagnosis', next: 'treatment_recommendation', moreMs: 21_600 },
  ].reduce(
    (run, { stepId, next, moreMs }) =>
      editing(delaying(run, next, moreMs), stepId, ({ endMs = 0 }) => ({ endMs: endMs + moreMs })),
    healthy,
  );
}

function swallowedValidationError(): Run {
  const healthy = healthyRun('swallowed-validation-error');
  const validation = healthy.executions.find(({ stepId }) => stepId === 'clinical_validation')!;
  return adding(
    healthy,
    stepExecutionSchema.parse({
      id: `${validation.id}/guideline_check`,
      stepId: 'guideline_check',
      type: 'tool',
      parentId: validation.id,
      startMs: validation.startMs + 300,
      endMs: validation.startMs + 1_100,
      status: 'failed',
      error: { type: 'validation_error', message: 'The dose is above the limit of the guideline.' },
      input: validation.input ?? {},
    }),
  );
}

/** A step that was not run, because what it needs had failed. */
function skippedAt({ id, stepId, type, item, attempt, isAsync }: StepExecution, atMs: number): StepExecution {
  return { id, stepId, type, item, attempt, isAsync, startMs: atMs, endMs: atMs, status: 'skipped', metrics: {} };
}

function withoutKey(payload: StepExecution['input'], key: string): Readonly<Record<string, Json>> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return {};
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name !== key));
}
