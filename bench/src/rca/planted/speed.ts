import { AnalysisEngine, definePlugin } from '@faultline/core';
import failure, { propagationSection, rootCauseSection } from '@faultline/plugin-failure';
import { simulate, type Fault } from '@faultline/simulator';
import type { Row } from '../../benchmark.ts';
import { plantedWorkflow, type PlantedWorkflow } from './planted-workflow.ts';

const steps = 20;
const limitSeconds = 10;

/** Without prevention, which simulates. */
const diagnosis = definePlugin({
  name: 'failure',
  rules: (failure.rules ?? []).filter(({ kind }) => kind === 'failure-rule'),
  analyses: [propagationSection, rootCauseSection],
});

/** What rules, ranking and propagation cost: runs of 20 steps with a history, a step of every other one failing for good. */
export async function speed(isQuick: boolean): Promise<Row> {
  const { definition, options } = workflowOf(steps);
  const engine = new AnalysisEngine([diagnosis]);
  const runs = (seed: number, count: number, faults: readonly Fault[]) =>
    [...simulate(definition, { ...options, seed, runs: count, faults })].map(({ run }) => run);
  const history = engine.load(await engine.learn(runs(7, 200, [])));
  const healthy = runs(8, 250, []);
  const failing = runs(9, 250, [{ kind: 'failing-step', stepId: 'step5' }]);
  const mixed = healthy.flatMap((run, at) => [run, failing[at]!]);
  const rounds = isQuick ? 4 : 20;
  for (const run of mixed.slice(0, 100)) await engine.analyze(run, { definition, history });
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++)
    for (const run of mixed) await engine.analyze(run, { definition, history });
  const { user, system } = process.cpuUsage(before);
  const seconds = ((user + system) / 1e6) * (10_000 / (rounds * mixed.length));
  return {
    columns: { group: '10,000 runs of 20 steps, half of them failed', 'CPU s': seconds },
    ...(!isQuick &&
      seconds > limitSeconds && { missed: `10,000 runs take ${seconds} CPU s, ${limitSeconds} are allowed.` }),
  };
}

function workflowOf(size: number): PlantedWorkflow {
  for (let seed = 0; ; seed++) {
    const workflow = plantedWorkflow(seed);
    if (workflow.definition.steps.length === size) return workflow;
  }
}
