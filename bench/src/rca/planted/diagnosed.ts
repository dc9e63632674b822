import { AnalysisEngine, type Earlier, type RunView } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { diagnosisOf, type RootCauses } from '@faultline/plugin-failure';
import integrity from '@faultline/plugin-integrity';

const engine = new AnalysisEngine([integrity]);

/** What is usual in runs. */
export function learnedFrom(runs: Iterable<Run>, definition?: WorkflowDefinition): Baselines {
  let state = baselines.empty();
  for (const run of runs) state = baselines.add(state, engine.viewOf(run, definition));
  return baselines.view(state);
}

/** What is said to have broken first in a run, by what validators found and what is usual. */
export async function diagnosed(
  run: Run,
  history: Baselines,
  definition?: WorkflowDefinition,
): Promise<{ readonly view: RunView; readonly diagnosis: RootCauses }> {
  const { findings } = await engine.analyze(run, definition && { definition });
  const earlier: Earlier = {
    all: findings,
    at: ({ id }) => findings.filter(({ executionIds }) => executionIds.includes(id)),
    of: () => [],
  };
  const view = engine.viewOf(run, definition);
  return { view, diagnosis: diagnosisOf(view, { learned: { baselines: history }, earlier }) };
}
