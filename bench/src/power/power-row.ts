import type { Row } from '../benchmark.ts';
import { detectedShare, shareOf, thresholdFor } from './detected-share.ts';
import type { MethodScores } from './method-scores.ts';

/** What the methods say about a usual case, and about the same with anomalies planted, by their names. */
export interface Trial {
  /** The kind of step it happened to. */
  readonly kind: string;
  readonly usual: MethodScores;
  readonly planted: Readonly<Record<string, MethodScores>>;
}

/**
 * One row for each anomaly: how much of it each method detects where its alarms on usual cases come at a rate, over all, or
 * in no kind of step more often.
 */
export function powerRows(
  trials: readonly Trial[],
  where: string,
  falseAlarmRate: number,
  among: 'over all' | 'in each' = 'over all',
): Row[] {
  const [first] = trials;
  if (first === undefined) return [];
  const measure = among === 'over all' ? detectedOverAll : detectedInEach;
  return Object.keys(first.planted).map((anomaly) => {
    const detected = Object.keys(first.usual).map((method): [string, number] => {
      const cases = trials.map(({ kind, usual, planted }) => ({
        kind,
        usual: usual[method] ?? 0,
        planted: planted[anomaly]?.[method] ?? 0,
      }));
      return [`${method} %`, 100 * measure(cases, falseAlarmRate)];
    });
    const columns = { anomaly, where, trials: trials.length, 'false alarms %': 100 * falseAlarmRate, among };
    return { columns: { ...columns, ...Object.fromEntries(detected) } };
  });
}

/** The scores of one trial. */
interface Case {
  readonly kind: string;
  readonly usual: number;
  readonly planted: number;
}

const plantedIn = (cases: readonly Case[]): number[] => cases.map(({ planted }) => planted);
const usualIn = (cases: readonly Case[]): number[] => cases.map(({ usual }) => usual);

const detectedOverAll = (cases: readonly Case[], rate: number): number =>
  detectedShare(usualIn(cases), plantedIn(cases), rate);

function detectedInEach(cases: readonly Case[], rate: number): number {
  const byKind = Map.groupBy(cases, ({ kind }) => kind);
  const threshold = Math.max(...[...byKind.values()].map((ofKind) => thresholdFor(usualIn(ofKind), rate)));
  return shareOf(plantedIn(cases), (score) => score > threshold);
}
