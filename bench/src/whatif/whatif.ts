import { constants, setPriority } from 'node:os';
import { sampleRankCorrelation } from 'simple-statistics';
import { viewOf, type RunView } from '@faultline/core';
import { whatIfOverHistory } from '@faultline/simulator';
import type { Benchmark, Row } from '../benchmark.ts';
import { changed, changeKinds, type Change } from './change.ts';
import { definitionOf, executed } from './execute.ts';
import { generatedPlan, type Plan } from './plan.ts';
import { meanOf, rivals } from './rivals.ts';
import { seeded } from './seeded.ts';

/**
 * Whether a change gains what was predicted: generated workflows are really executed 50 times, the mean after a change is
 * predicted from these runs alone, and compared with 50 runs of the changed workflow.
 */
export const whatif: Benchmark = {
  name: 'whatif',
  description: 'Executes generated workflows before and after a change, and compares with what was predicted.',
  needsData: false,
  async *run({ isQuick }) {
    askForPunctuality();
    const trials = generatedTrials(isQuick ? 10 : 112);
    const measured: Measured[] = [];
    // Several side by side: they wait for timers most of the time.
    const waiting = trials.values();
    const lanes = Array.from({ length: 10 }, async () => {
      for (const trial of waiting) measured.push(await measure(trial));
    });
    await Promise.all(lanes);
    const judged = measured.toSorted((a, b) => a.number - b.number).map(judge);
    for (const kind of changeKinds) {
      const ofKind = judged.filter((one) => one.kind === kind);
      if (ofKind.length > 0) yield { columns: figuresOf(kind, ofKind) };
    }
    const columns = figuresOf('all', judged);
    // Ten pairs are too few to judge by.
    yield isQuick ? { columns } : { columns, ...missedIn(columns) };
  },
};

/** Timers that are late because others compute are no part of the workflows. Where precedence is refused, it goes without. */
function askForPunctuality(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** Runs before a change, and after it. */
const runsEach = 50;
const warmUps = 3;
/** By so much a timer may be late: Node counts in whole milliseconds. */
const punctualMs = 4;
const mostDisturbed = 100;

interface Trial {
  readonly number: number;
  readonly plan: Plan;
  readonly change: Change;
}

/** A workflow for each change; kinds in turn. The same for everyone. */
function generatedTrials(count: number): readonly Trial[] {
  const trials: Trial[] = [];
  for (let number = 0; trials.length < count; number++) {
    const random = seeded(number);
    const plan = generatedPlan(`workflow${number}`, random);
    const change = changed(plan, changeKinds[trials.length % changeKinds.length] ?? 'scale', random);
    if (change !== undefined) trials.push({ number, plan, change });
  }
  return trials;
}

interface Measured extends Trial {
  readonly before: readonly RunView[];
  readonly after: readonly RunView[];
  readonly disturbed: number;
}

/**
 * One run of each in turn, so that both meet the same load of the machine. The first few only warm up. Where a timer is late
 * the machine was busy with something else, which is no part of the workflow: both runs are repeated, while there is patience.
 */
async function measure(trial: Trial): Promise<Measured> {
  const { number, plan, change } = trial;
  const before: RunView[] = [];
  const after: RunView[] = [];
  const randomBefore = seeded(2 * number + 1);
  const randomAfter = seeded(1e6 + 2 * number);
  let disturbed = 0;
  for (let at = -warmUps; at < runsEach;) {
    const first = await executed(plan, `run${at}`, randomBefore);
    const second = await executed(change.plan, `run${at}`, randomAfter);
    if (Math.max(first.lateMs, second.lateMs) > punctualMs && disturbed++ < mostDisturbed) continue;
    if (at++ < 0) continue;
    before.push(viewOf(first.run, definitionOf(plan)));
    after.push(viewOf(second.run, definitionOf(change.plan)));
  }
  return { ...trial, before, after, disturbed };
}

interface Judged {
  readonly kind: string;
  readonly disturbed: number;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly predictedMs: number;
  readonly isCovered: boolean;
  readonly rivalMs: Readonly<Record<keyof typeof rivals, number>>;
}

/** Predicts from the runs before the change alone, and compares with those after it. */
function judge({ plan, change: { edit, plan: changedPlan }, before, after, disturbed }: Measured): Judged {
  const { newMeanMs } = whatIfOverHistory(before, [edit], {
    pools: new Map([['workers', plan.workers]]),
    newRuns: runsEach,
  });
  const afterMs = meanOf(after.map((run) => run.untilMs - run.startMs));
  return {
    kind: edit.kind,
    disturbed,
    beforeMs: meanOf(before.map((run) => run.untilMs - run.startMs)),
    afterMs,
    predictedMs: newMeanMs.mean,
    isCovered: Number(newMeanMs.low) <= afterMs && afterMs <= Number(newMeanMs.high),
    rivalMs: {
      amdahl: rivals.amdahl(before, edit, changedPlan),
      pathOnly: rivals.pathOnly(before, edit, changedPlan),
      meanValue: rivals.meanValue(before, edit, changedPlan),
    },
  };
}

function figuresOf(change: string, judged: readonly Judged[]): Row['columns'] {
  const errorOf = (predicted: (one: Judged) => number): number =>
    100 * meanOf(judged.map((one) => Math.abs(predicted(one) - one.afterMs) / one.afterMs));
  const rankOf = (predicted: (one: Judged) => number): number =>
    judged.length < 3
      ? Number.NaN
      : sampleRankCorrelation(
          judged.map((one) => one.beforeMs - predicted(one)),
          judged.map((one) => one.beforeMs - one.afterMs),
        );
  const ours = (one: Judged): number => one.predictedMs;
  return {
    change,
    pairs: judged.length,
    'repeated %': (100 * judged.reduce((sum, { disturbed }) => sum + disturbed, 0)) / (judged.length * runsEach),
    'before ms': meanOf(judged.map(({ beforeMs }) => beforeMs)),
    'after ms': meanOf(judged.map(({ afterMs }) => afterMs)),
    'error %': errorOf(ours),
    'covered %': (100 * judged.filter(({ isCovered }) => isCovered).length) / judged.length,
    rank: rankOf(ours),
    'Amdahl error %': errorOf(({ rivalMs }) => rivalMs.amdahl),
    'Amdahl rank': rankOf(({ rivalMs }) => rivalMs.amdahl),
    'path only error %': errorOf(({ rivalMs }) => rivalMs.pathOnly),
    'path only rank': rankOf(({ rivalMs }) => rivalMs.pathOnly),
    'mean value error %': errorOf(({ rivalMs }) => rivalMs.meanValue),
    'mean value rank': rankOf(({ rivalMs }) => rivalMs.meanValue),
  };
}

/** The figures of all pairs, with one row for each target missed. */
function missedIn(columns: Row['columns']): Pick<Row, 'missed'> {
  const misses = [
    Number(columns['error %']) > 10 && 'the mean absolute relative error is over 10 %',
    Number(columns['covered %']) < 90 && 'the interval covers the mean of 50 new runs in less than 90 % of pairs',
    !(Number(columns['rank']) >= 0.9) && 'the rank correlation of predicted and measured gains is under 0.9',
  ].filter((miss) => miss !== false);
  return misses.length > 0 ? { missed: misses.join('; ') } : {};
}
