import { defineLearner, viewOf, type RunView } from '@faultline/core';
import { fact, withScheduleOptions, type ScheduleOptions } from '@faultline/graph';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { textHash } from '@faultline/stats';
import { keyOf } from './step-key.ts';
import {
  addToRunSample,
  emptyRunSample,
  mergeRunSamples,
  runSampleStateSchema,
  type RunSampleState,
} from './run-sample-state.ts';
import { timingsOf } from './timings-of.ts';

/** A run with more executions is not sampled: a few such runs would leave no room for others. It is counted. */
const mostExecutionsOfRun = 4000;

/** Earlier runs of each workflow, as far as their timing goes. */
export interface RunSample {
  /**
   * A uniform sample of the earlier runs of a workflow that have ended, in an order that says nothing. Without payloads:
   * no input, output, attribute, subject, context or error text, and numbers in place of the ids of executions, of items
   * and of clocks. Made when first asked for, and kept.
   *
   * @param definition sets the declared dependencies; without it they are those known when the run was learned
   * @param schedule how they are scheduled: as the run that they are compared with
   */
  runsOf(workflowId: string, definition?: WorkflowDefinition, schedule?: ScheduleOptions): readonly RunView[];
  /** How many runs the sample stands for, and how many were too large for it. */
  countsOf(workflowId: string): { readonly runs: number; readonly tooLarge: number };
}

/**
 * Learns what whole runs look like: of each workflow the runs with the smallest hashes of their ids, at most 100 of them
 * with at most 20,000 executions together. Analyses that need to know what goes with what inside a run (what a change
 * would have gained, what is critical how often) read these; figures of single steps come from `baselines`.
 *
 *     uses: { runs: runSample },
 *     optimize(run, { learned }) { const history = learned.runs.runsOf(run.workflowId, run.definition, run.options) ... }
 */
export const runSample = defineLearner({
  id: 'runs/sample',
  version: 2,
  description: 'A uniform sample of whole runs per workflow, as timings without payloads.',
  state: runSampleStateSchema,
  empty: (): RunSampleState => ({ workflows: {} }),
  add(state: RunSampleState, run: RunView) {
    if (run.isOpen) return state;
    const sample = (state.workflows[keyOf(run.workflowId)] ??= emptyRunSample());
    if (run.executionCount > mostExecutionsOfRun) sample.tooLarge++;
    else addToRunSample(sample, textHash(run.id), () => timingsOf(run));
    return state;
  },
  merge(into: RunSampleState, from: RunSampleState) {
    for (const [key, sample] of Object.entries(from.workflows))
      mergeRunSamples((into.workflows[key] ??= emptyRunSample()), sample);
    return into;
  },
  view: viewOfSample,
});

/** Views, and what they were made with. */
interface MadeViews {
  readonly text: string | undefined;
  readonly options: string | undefined;
  readonly views: readonly RunView[];
}

/** Of each workflow the views for one definition and schedule are kept: those last asked for. */
function viewOfSample({ workflows }: RunSampleState): RunSample {
  const made = new Map<string, MadeViews>();
  return {
    runsOf(workflowId, definition, schedule) {
      const text = definition && textOf(definition);
      const options = schedule && JSON.stringify(schedule);
      const known = made.get(workflowId);
      if (known !== undefined && known.text === text && known.options === options) return known.views;
      const sample = workflows[keyOf(workflowId)]?.sample ?? [];
      const views = sample.map(([, run]) => {
        const view = viewOf(definition === undefined ? run : undeclared(run), definition);
        return schedule === undefined ? view : withScheduleOptions(view, schedule);
      });
      made.set(workflowId, { text, options, views });
      return views;
    },
    countsOf(workflowId) {
      const { runs = 0, tooLarge = 0 } = workflows[keyOf(workflowId)] ?? {};
      return { runs, tooLarge };
    },
  };
}

/** Telemetry may bring a definition with each run: equal ones count as one. */
const textOf = fact((definition: WorkflowDefinition): string => JSON.stringify(definition));

/** Without the dependencies that a definition had declared. */
const undeclared = (run: Run): Run => ({
  ...run,
  edges: run.edges.filter(({ origin }) => origin !== 'declared'),
  joins: (run.joins ?? []).filter(({ origin }) => origin !== 'declared'),
});
