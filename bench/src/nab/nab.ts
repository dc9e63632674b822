import { seededRandom, StreamingDetector } from '@faultline/stats';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { nothingRow, passedOverRows, type PassedOver } from '../data/passed-over.ts';
import { detectionsIn, folderOf, leftOutScore, nabScore, probationOf, type Scored } from './nab-score.ts';
import { nabSeriesIn } from './nab-series.ts';
import { windowedGaussian } from './windowed-gaussian.ts';

/** How unusual each value is, by those before it: the larger the more. */
type Detector = (values: readonly number[]) => Float64Array;

/** `--quick` leaves longer ones out. */
const mostQuickValues = 5000;

const detectors: readonly (readonly [name: string, Detector])[] = [
  ['null', (values) => new Float64Array(values.length)],
  ['random', random],
  ['windowed Gaussian', windowedGaussian],
  ['faultline', faultline],
];

/**
 * All detectors with one parameter set for all series that are there, and how Faultline fares with each. Left out: with
 * thresholds from other folders than the one they are used in.
 */
export const nab: Benchmark = {
  name: 'nab',
  description: 'the Numenta Anomaly Benchmark under DIR/anomaly/NAB, standard profile, beside windowed Gaussian',
  needsData: true,
  async *run({ isQuick, dataFolder = '' }) {
    const folder = join(dataFolder, 'anomaly', 'NAB');
    const passedOver: PassedOver[] = [];
    const all = nabSeriesIn(folder, passedOver);
    const series = isQuick ? all.filter(({ values }) => values.length <= mostQuickValues) : all;
    yield* passedOverRows('nab', passedOver);
    if (series.length === 0) {
      yield nothingRow(
        'nab',
        `labelled series${all.length > 0 ? ` of at most ${mostQuickValues} values` : ''} under "${folder}"`,
      );
      return;
    }
    const windowed = series.filter(({ windows }) => windows.length > 0);
    const hasOtherFolders = new Set(windowed.map(folderOf)).size > 1;
    let peer = 0;
    for (const [detector, scoresOf] of detectors) {
      const scored = series.map((one): Scored => ({ series: one, scores: scoresOf(one.values) }));
      const { normalised, threshold } = nabScore(scored);
      const isOurs = detector === 'faultline';
      if (isOurs)
        for (const one of scored) yield { columns: { detector, ...columnsOf(one.series.name, [one], threshold) } };
      yield {
        columns: {
          detector,
          ...columnsOf(`all ${scored.length}`, scored, threshold),
          // Without windows nothing could be found, without others there is no threshold of others.
          ...(windowed.length > 0 && { score: normalised }),
          ...(hasOtherFolders && { 'left out': leftOutScore(scored) }),
        },
        ...(isOurs &&
          windowed.length > 0 &&
          normalised <= peer && {
            missed: `${normalised.toFixed(2)} of faultline is not above ${peer.toFixed(2)} of a peer.`,
          }),
      };
      peer = Math.max(peer, normalised);
    }
  },
};

/** The surprise −log10 p of alarms. A detector of the benchmark is told the first 15 %, which do not count. */
function faultline(values: readonly number[]): Float64Array {
  const detector = new StreamingDetector({ learning: Math.max(1, probationOf(values.length)) });
  return Float64Array.from(values, (value) => {
    const { p, isAlarm } = detector.next(value);
    return isAlarm ? -Math.log10(p) : 0;
  });
}

function random(values: readonly number[]): Float64Array {
  const next = seededRandom(values.length);
  return Float64Array.from(values, next);
}

function columnsOf(name: string, scored: readonly Scored[], threshold: number): Record<string, string | number> {
  const detections = scored.map((one) => detectionsIn(one, threshold));
  return {
    series: name,
    windows: sum(scored.map(({ series }) => series.windows.length)),
    found: sum(detections.map(({ found }) => found)),
    'false alarms': sum(detections.map(({ falseAlarms }) => falseAlarms)),
  };
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);
