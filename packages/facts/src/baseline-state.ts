import { fact } from '@faultline/graph';
import { countOf } from '@faultline/stats';
import { z } from 'zod';
import { countSchema, mostCounted } from './count-schema.ts';
import { learnedMetricsSchema, noMetrics } from './learned-metrics.ts';
import { areRowsOf } from './learned-rows.ts';
import { learnedValuesSchema, noValues } from './learned-values.ts';
import { keyOf, partsOf } from './step-key.ts';

/** Names of so many things. */
const keySchema = (parts: number): z.ZodString =>
  z
    .string()
    .refine((key) => partsOf(key).length === parts && keyOf(...partsOf(key)) === key, 'is not a key of this state');
const countsSchema = (parts: number): z.ZodRecord<z.ZodString, z.ZodNumber> =>
  z.record(keySchema(parts), z.int().positive().max(mostCounted));

const stepStateSchema = z
  .strictObject({
    completed: countSchema.describe('Attempts.'),
    failed: countSchema.describe('Attempts.'),
    failures: countsSchema(1).describe('Failed attempts by keyOf(error type): the 32 that come first.'),
    otherFailures: countSchema.describe('Failed attempts of other types.'),
    failedRuns: countsSchema(1).describe('By keyOf(error type): ended runs in which an attempt failed so.'),
    otherFailedRuns: countSchema.describe('The same of other types, each run once for each type.'),
    runs: countSchema.describe('Ended runs in which the step occurred.'),
    executions: learnedMetricsSchema.describe('Attempts that ended.'),
    attemptsPerRun: learnedValuesSchema,
    executionsPerRun: learnedValuesSchema,
    repeatsPerRun: learnedValuesSchema.describe('Of runs in which the step ran at least twice, and with an input.'),
  })
  .refine(
    ({ runs, attemptsPerRun, executionsPerRun }) =>
      [attemptsPerRun, executionsPerRun].every(({ histogram }) => countOf(histogram) === runs),
    'there must be figures of each run',
  )
  .refine(
    ({ runs, repeatsPerRun }) => countOf(repeatsPerRun.histogram) <= runs,
    'inputs can repeat themselves in no more runs than there are',
  )
  .refine(
    ({ failed, failures, otherFailures }) => sumOf(failures) + otherFailures === failed,
    'there must be a type of each failure',
  )
  .refine(
    ({ completed, failed, executions }) => areRowsOf(completed + failed, executions),
    'there must be a sample of the attempts',
  );

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const workflowStateSchema = z
  .strictObject({
    runs: countSchema.describe('Ended runs.'),
    edges: countsSchema(2).describe('By keyOf(from, to): ended runs in which step `to` needed step `from`.'),
    successions: countsSchema(2).describe('By keyOf(from, to): ended runs in which `to` began directly after `from`.'),
    calls: countsSchema(2).describe('By keyOf(from, to): ended runs in which step `from` called step `to`.'),
    figures: learnedMetricsSchema.describe('Ended runs.'),
  })
  .refine(({ runs, figures }) => areRowsOf(runs, figures), 'there must be a sample of the runs')
  .refine(
    ({ runs, edges, successions, calls }) =>
      [edges, successions, calls].every((pairs) => Object.values(pairs).every((n) => n <= runs)),
    'no pair can be in more runs than there are',
  );

/** What the baseline learner keeps. Counts, extremes and samples by hash only, so that merging is exact. */
export const baselineStateSchema = z.strictObject({
  steps: z.record(keySchema(2), stepStateSchema).describe('By keyOf(workflow, step).'),
  workflows: z.record(keySchema(1), workflowStateSchema).describe('By keyOf(workflow).'),
});

/** What was learned about one step. */
export interface StepState extends z.infer<typeof stepStateSchema> {}
/** What was learned about the runs of one workflow. */
export interface WorkflowState extends z.infer<typeof workflowStateSchema> {}
/** What the baseline learner keeps. */
export interface BaselineState extends z.infer<typeof baselineStateSchema> {}

/** What was learned about a step; where it was nothing, an empty part of the state, to be changed. */
export function stepStateOf(state: BaselineState, workflowId: string, stepId: string): StepState {
  const known = stepStates(state).get(workflowId)?.get(stepId);
  if (known !== undefined) return known;
  const step = (state.steps[keyOf(workflowId, stepId)] ??= emptyStep());
  entryOf(stepStates(state), workflowId, () => new Map<string, StepState>()).set(stepId, step);
  return step;
}

/** What was learned about the runs of a workflow; where it was nothing, an empty part of the state, to be changed. */
export const workflowStateOf = (state: BaselineState, workflowId: string): WorkflowState =>
  entryOf(workflowStates(state), workflowId, () => (state.workflows[keyOf(workflowId)] ??= emptyWorkflow()));

/** Parts of a state by workflow, then step: to make a key for each execution would cost more than all the rest. */
export const stepStates = fact(({ steps }: BaselineState): Map<string, Map<string, StepState>> => {
  const states = new Map<string, Map<string, StepState>>();
  for (const [key, step] of Object.entries(steps)) {
    const [workflowId = '', stepId = ''] = partsOf(key);
    entryOf(states, workflowId, () => new Map<string, StepState>()).set(stepId, step);
  }
  return states;
});

/** Counts a pair of steps. */
export function countPair(counts: Record<string, number>, from: string, to: string): void {
  let key = pairKeys(counts).get(from)?.get(to);
  if (key === undefined) {
    key = keyOf(from, to);
    entryOf(pairKeys(counts), from, () => new Map<string, string>()).set(to, key);
  }
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The keys of pairs that were counted: to make one costs as much as all the rest. */
const pairKeys = fact((_counts: object) => new Map<string, Map<string, string>>());

/** Parts of a state by workflow. */
export const workflowStates = fact(
  ({ workflows }: BaselineState): Map<string, WorkflowState> =>
    new Map(Object.entries(workflows).map(([key, workflow]) => [partsOf(key)[0] ?? '', workflow])),
);

const emptyStep = (): StepState => ({
  completed: 0,
  failed: 0,
  failures: {},
  otherFailures: 0,
  failedRuns: {},
  otherFailedRuns: 0,
  runs: 0,
  executions: noMetrics(),
  attemptsPerRun: noValues(),
  executionsPerRun: noValues(),
  repeatsPerRun: noValues(),
});

const emptyWorkflow = (): WorkflowState => ({ runs: 0, edges: {}, successions: {}, calls: {}, figures: noMetrics() });

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
