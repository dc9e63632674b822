import type { Row } from '../../../benchmark.ts';
import { diagnosed, learnedFrom } from '../diagnosed.ts';
import { reliability, type Forecast } from '../reliability.ts';
import { nestedCase, nestedGroups, type NestedGroup } from './nested-case.ts';
import { nestedRun } from './nested-run.ts';
import { nestedWorkflow, type NestedWorkflow } from './nested-workflow.ts';

const historyRuns = 200;
const healthyRuns = 20;
const casesOfEach = 6;

/** Faults planted into workflows of nested calls: agents that call agents, tools and models. Healthy runs beside them. */
export async function* nested(isQuick: boolean): AsyncGenerator<Row> {
  const ranks = new Map<NestedGroup, number[]>();
  const healthy = { runs: 0, blamed: 0 };
  const forecasts: Forecast[] = [];
  for (let number = 0; number < (isQuick ? 6 : 40); number++) {
    const workflow = nestedWorkflow(number);
    const history = learnedFrom(healthyRunsOf(workflow, 0, historyRuns));
    for (const run of healthyRunsOf(workflow, 10_000, healthyRuns)) {
      const { diagnosis } = await diagnosed(run, history);
      healthy.runs++;
      if (diagnosis.roots.length > 0) healthy.blamed++;
      const probability = diagnosis.candidates[0]?.probability ?? 0;
      forecasts.push({ probability, isRight: false, isHealthy: true, isCompleted: run.status === 'completed' });
    }
    for (const { group, run, roots } of casesOf(workflow)) {
      const { candidates } = (await diagnosed(run, history)).diagnosis;
      const rank = candidates.findIndex(({ place }) => place.kind === 'step' && roots.includes(place.stepId));
      const probability = candidates[0]?.probability ?? 0;
      forecasts.push({ probability, isRight: rank === 0, isHealthy: false, isCompleted: run.status === 'completed' });
      const known = ranks.get(group);
      if (known === undefined) ranks.set(group, [rank]);
      else known.push(rank);
    }
  }
  for (const [group, of] of [...ranks, ['all', [...ranks.values()].flat()] as const])
    yield {
      columns: {
        group: `nested calls: ${group}`,
        cases: of.length,
        'AC@1': of.filter((rank) => rank === 0).length / of.length,
        'AC@3': of.filter((rank) => rank >= 0 && rank < 3).length / of.length,
        'AC@5': of.filter((rank) => rank >= 0).length / of.length,
      },
    };
  yield* reliability(forecasts, 'nested calls');
  yield {
    columns: {
      group: 'nested calls: healthy runs',
      cases: healthy.runs,
      'nothing blamed': 1 - healthy.blamed / healthy.runs,
    },
  };
}

const healthyRunsOf = (workflow: NestedWorkflow, from: number, count: number) =>
  Array.from({ length: count }, (_, at) => nestedRun(workflow, from + at));

function* casesOf(workflow: NestedWorkflow) {
  for (const group of Object.keys(nestedGroups) as NestedGroup[]) {
    let found = 0;
    for (let seed = 0; found < casesOfEach && seed < 60; seed++) {
      const one = nestedCase(workflow, seed, group);
      if (one === undefined) continue;
      found++;
      yield one;
    }
  }
}
