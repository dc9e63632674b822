import { AnalysisEngine, viewOf, type Learner, type RunView } from '@faultline/core';
import { baselines, repeatedInputs, runSample } from '@faultline/facts';
import type { Benchmark, Row } from '../benchmark.ts';
import { defaultPlugins } from '../default-plugins.ts';
import { generatedRuns } from './generated-runs.ts';

/** What an execution must not take longer than, and a step must not take more room than. */
const leastPerSecond = 200_000;
const mostKiBPerStep = 64;
/** Views are made in such portions, beside the clock: to keep all of them would measure the collection of garbage. */
const portion = 20;

/** Runs folded into what is learned of them. */
export const learn: Benchmark = {
  name: 'learn',
  description: 'executions folded per CPU second by each learner and by all of the default plugins; state per step',
  needsData: false,
  async *run({ isQuick }) {
    const executions = isQuick ? 40_000 : 200_000;
    for (const steps of [9, 30, 100]) {
      const runs = Math.ceil(executions / steps);
      yield rowOf(steps, runs, 'baselines', () => folding(baselines), { isTarget: !isQuick });
      yield rowOf(steps, runs, 'repeated inputs', () => folding(repeatedInputs));
      yield rowOf(steps, runs, 'run sample', () => folding(runSample));
      yield rowOf(steps, runs, 'all default plugins', () => new AnalysisEngine(defaultPlugins).learning());
    }
  },
};

/** Folds runs, and tells what it learned. */
interface Folding {
  add(run: RunView): void;
  state(): unknown;
}

function folding<State>(learner: Learner<State>): Folding {
  let state = learner.empty();
  return {
    add: (run) => {
      state = learner.add(state, run);
    },
    state: () => state,
  };
}

function rowOf(
  steps: number,
  runs: number,
  learner: string,
  begin: () => Folding,
  { isTarget = false }: { readonly isTarget?: boolean } = {},
): Row {
  // The best of several: other work on the machine only ever adds.
  const rounds = Array.from({ length: 3 }, () => round(steps, runs, begin()));
  const perSecond = Math.round((steps * runs) / Math.min(...rounds.map(({ cpuSeconds }) => cpuSeconds)));
  const kib = (rounds[0]?.bytes ?? 0) / 1024 / steps;
  const missed = [
    ...(perSecond < leastPerSecond ? [`${perSecond} executions/s of ${leastPerSecond}`] : []),
    ...(kib > mostKiBPerStep ? [`${kib.toFixed(1)} KiB a step of ${mostKiBPerStep}`] : []),
  ];
  return {
    columns: {
      learner,
      steps,
      runs,
      'executions/s': perSecond,
      'KiB per step': Number(kib.toFixed(1)),
    },
    ...(isTarget && missed.length > 0 && { missed: `${learner}, ${steps} steps: ${missed.join(', ')}` }),
  };
}

function round(
  steps: number,
  runs: number,
  learning: Folding,
): { readonly cpuSeconds: number; readonly bytes: number } {
  let cpuSeconds = 0;
  let views: RunView[] = [];
  const fold = (): void => {
    const from = cpuTime();
    for (const view of views) learning.add(view);
    cpuSeconds += cpuTime() - from;
    views = [];
  };
  for (const run of generatedRuns(steps, runs)) {
    views.push(viewOf(run));
    if (views.length === portion) fold();
  }
  fold();
  return { cpuSeconds, bytes: JSON.stringify(learning.state()).length };
}

/** Of this thread: those that collect garbage are busy with what made the runs. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
