import anomaly from '@faultline/plugin-anomaly';
import { AnalysisEngine, type History } from '@faultline/core';
import type { Run } from '@faultline/model';
import { isolationForest } from '@faultline/stats';
import type { Random } from '../calibration/families.ts';
import { usualScores } from '../calibration/usual-scores.ts';
import { figuresOf, generatedRun, type RunAnomaly } from './generated-runs.ts';
import type { MethodScores } from './method-scores.ts';
import type { Trial } from './power-row.ts';

const historyRuns = 300;
const runsPerHistory = 60;

/** Runs with a lost step or a loop: the detectors through the engine, beside what can be said of the run's figures. */
export async function runAnomalies(trials: number, random: Random): Promise<Trial[]> {
  const done: Trial[] = [];
  const engine = new AnalysisEngine([anomaly], { rules: reportingAll });
  for (let trial = 0; trial < trials; trial += runsPerHistory) {
    const earlier = Array.from({ length: historyRuns }, (_, index) => runAt(index, 'none', random));
    const history = engine.load(await engine.learn(earlier));
    const rows = earlier.map(figuresOf);
    const columns = Array.from(rows[0] ?? [], (_, column) => rows.map((row) => row[column] ?? 0));
    const forest = isolationForest(rows, { seed: trial });
    const scoresOf = async (planted: RunAnomaly, index: number): Promise<MethodScores> => {
      const run = runAt(historyRuns + index, planted, random);
      const figures = figuresOf(run);
      return {
        ours: await certaintyOf(engine, history, run),
        ...furthestOut(columns, figures),
        forest: forest.score(figures),
      };
    };
    for (let index = 0; index < Math.min(runsPerHistory, trials - trial); index++)
      done.push({
        kind: 'run',
        usual: await scoresOf('none', index),
        planted: { 'lost step': await scoresOf('lost step', index), loop: await scoresOf('loop', index) },
      });
  }
  return done;
}

/** Detectors report what they have doubts about too, so that the threshold can be chosen afterwards. */
const reportingAll = Object.fromEntries(
  (anomaly.rules ?? [])
    .filter(({ options }) => options !== undefined && 'rate' in options.shape)
    .map(({ id }) => [id, { options: { rate: 0.5 } }]),
);

const runAt = (index: number, planted: RunAnomaly, random: Random): Run =>
  generatedRun(`run-${index}`, index * 60_000, planted, random);

/** Of the surest finding, 0 if there is none. */
async function certaintyOf(engine: AnalysisEngine, history: History, run: Run): Promise<number> {
  const { findings } = await engine.analyze(run, { history });
  const chances = findings.flatMap((finding) =>
    finding.kind === 'detector' ? [finding.qValue ?? finding.pValue ?? 1] : [],
  );
  return -Math.log10(Math.min(1, ...chances));
}

/** The usual scores of the figure that is furthest out, on either side. */
function furthestOut(columns: readonly (readonly number[])[], figures: readonly number[]): MethodScores {
  const scores = columns.map((column, index) => {
    const value = figures[index] ?? 0;
    const upper = usualScores(column, value);
    const lower = usualScores(
      column.map((one) => -one),
      -value,
    );
    return { z: Math.max(upper.z, lower.z), MAD: Math.max(upper.MAD, lower.MAD), IQR: Math.max(upper.IQR, lower.IQR) };
  });
  return {
    z: Math.max(...scores.map(({ z }) => z)),
    MAD: Math.max(...scores.map(({ MAD }) => MAD)),
    IQR: Math.max(...scores.map(({ IQR }) => IQR)),
  };
}
