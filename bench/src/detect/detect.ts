import { AnalysisEngine, type Plugin } from '@faultline/core';
import type { Run } from '@faultline/model';
import { median } from 'simple-statistics';
import type { Benchmark, Row } from '../benchmark.ts';
import { defaultPlugins } from '../default-plugins.ts';
import { generatedRuns } from '../learn/generated-runs.ts';

/** What detecting may add to the analysis of a run by the other plugins. */
const mostAdded = 0.2;
/** How many runs were learned. */
const learned = 500;
/** What is measured at once: the clock of a thread may tick every 4 ms only. */
const executionsAtOnce = 4000;
/** How many pairs of measurements are not counted. */
const compiledAfter = 2;

/** What detecting anomalies costs beside all else that is asked of a run. */
export const detect: Benchmark = {
  name: 'detect',
  description: 'CPU time that the detectors add to the analysis of a run, held against 500 learned runs',
  needsData: false,
  async *run({ isQuick }) {
    for (const steps of [9, 30, 100]) {
      const runs = [...generatedRuns(steps, learned + (isQuick ? 10 : 40))];
      const others = defaultPlugins.filter(({ name }) => name !== detectors);
      yield await rowOf(runs, 'all others', others, { isQuick, isTarget: !isQuick });
      yield await rowOf(
        runs,
        'without failure',
        others.filter(({ name }) => name !== 'failure'),
        { isQuick },
      );
    }
  },
};

const detectors = 'anomaly';

async function rowOf(
  runs: readonly Run[],
  beside: string,
  others: readonly Plugin[],
  { isQuick, isTarget = false }: { readonly isQuick: boolean; readonly isTarget?: boolean },
): Promise<Row> {
  const steps = runs[0]?.executions.length ?? 0;
  const fresh = runs.slice(learned);
  const all = new AnalysisEngine(
    defaultPlugins.filter((plugin) => plugin.name === detectors || others.includes(plugin)),
  );
  const state = await all.learn(runs.slice(0, learned));
  const without = analysisBy(new AnalysisEngine(others), state);
  const withDetectors = analysisBy(all, state);
  // Everything that is made of what was learned is made now. Of the first row it is the time of code that never ran before.
  const firstMs = await withDetectors(fresh.slice(0, 1));
  const [usualMs, withMs]: [number[], number[]] = [[], []];
  const atOnce = Array.from({ length: Math.ceil(executionsAtOnce / (fresh.length * steps)) }, () => fresh).flat();
  for (let round = 0; round < (isQuick ? 3 : 15); round++) {
    // In turns, so that neither is always the one that clears up after the other.
    if (round % 2 === 0) usualMs.push(await without(atOnce));
    withMs.push(await withDetectors(atOnce));
    if (round % 2 === 1) usualMs.push(await without(atOnce));
  }
  // The best of several: other work on the machine only ever adds.
  const usPerExecution = (times: readonly number[]): number => (1000 * Math.min(...times)) / (atOnce.length * steps);
  // What works beside it slows down both of a pair. The first pairs run code that is still being compiled.
  const added = median(withMs.map((ms, round) => ms / usualMs[round]! - 1).slice(compiledAfter));
  return {
    columns: {
      beside,
      steps,
      'us per execution without': Number(usPerExecution(usualMs).toFixed(1)),
      with: Number(usPerExecution(withMs).toFixed(1)),
      'added %': Number((100 * added).toFixed(1)),
      'best of each %': Number((100 * (usPerExecution(withMs) / usPerExecution(usualMs) - 1)).toFixed(1)),
      'first run ms': Math.round(firstMs),
    },
    ...(isTarget &&
      added > mostAdded && {
        missed: `beside ${beside}, ${steps} steps: detecting adds ${(100 * added).toFixed(1)} % of ${100 * mostAdded} %`,
      }),
  };
}

/** Analyses runs, and tells the CPU milliseconds of this thread that it took. */
function analysisBy(
  engine: AnalysisEngine,
  state: Parameters<AnalysisEngine['load']>[0],
): (runs: readonly Run[]) => Promise<number> {
  const history = engine.load(state);
  return async (runs) => {
    const from = process.threadCpuUsage();
    for (const run of runs) await engine.analyze(run, { history });
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 1000;
  };
}
