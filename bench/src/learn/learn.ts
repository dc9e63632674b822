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
      const history = { steps, runs: Math.ceil(executions / steps), spread: 1 };
      const wide = { ...history, spread: 2 };
      yield rowOf(history, 'baselines', () => folding(baselines), { isTarget: !isQuick });
      yield rowOf(wide, 'baselines', () => folding(baselines), { isTarget: !isQuick });
      yield rowOf(history, 'repeated inputs', () => folding(repeatedInputs));
      yield rowOf(history, 'run sample', () => folding(runSample));
      yield rowOf(history, 'all default plugins', () => new AnalysisEngine(defaultPlugins).learning());
    }
  },
};

/** So many generated runs, of so many steps, with metrics that spread so wide. */
interface GeneratedHistory {
  readonly steps: number;
  readonly runs: number;
  readonly spread: number;
}

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
  history: GeneratedHistory,
  learner: string,
  begin: () => Folding,
  { isTarget = false }: { readonly isTarget?: boolean } = {},
): Row {
  const { steps, runs, spread } = history;
  // The best of several: other work on the machine only ever adds.
  const rounds = Array.from({ length: 3 }, () => round(history, begin()));
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
      spread,
      'executions/s': perSecond,
      'KiB per step': Number(kib.toFixed(1)),
    },
    ...(isTarget &&
      missed.length > 0 && { missed: `${learner}, ${steps} steps, spread ${spread}: ${missed.join(', ')}` }),
  };
}

function round(
  { steps, runs, spread }: GeneratedHistory,
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
  for (const run of generatedRuns(steps, runs, spread)) {
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
