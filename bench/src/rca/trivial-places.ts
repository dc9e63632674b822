import { max, median, medianAbsoluteDeviation, min } from 'simple-statistics';
import type { IncidentCase } from './incident-case.ts';
import type { PlaceFigures } from './place-figures.ts';

/** What a rule without any theory would blame, most suspicious first. */
export type PlaceRanker = (one: IncidentCase) => readonly string[];

/** By name, as the table shows them. */
export const placeRankers: Readonly<Record<string, PlaceRanker>> = {
  'where it was noticed': ({ symptom }) => [symptom],
  'largest robust z': ranked(largestZ),
  'most often out of range': ranked(timesOutOfRange),
  'deepest with robust z > 3': ranked((one) => (largestZ(one) > 3 ? one.depth + 1 - 1 / largestZ(one) : 0)),
};

function ranked(scoreOf: (one: PlaceFigures) => number): PlaceRanker {
  return ({ figures }) =>
    figures
      .map((one) => ({ place: one.place, score: scoreOf(one) }))
      .toSorted((a, b) => b.score - a.score || (a.place < b.place ? -1 : 1))
      .map(({ place }) => place);
}

/** The distance of medians in median absolute deviations, of the figure where it is largest. */
function largestZ({ figures }: PlaceFigures): number {
  return figures.reduce((largest, { before, during }) => {
    if (before.length < 2 || during.length === 0) return largest;
    const usual = median([...before]);
    const spread = 1.4826 * medianAbsoluteDeviation([...before]) || 0.01 * Math.abs(usual) || 1;
    return Math.max(largest, Math.abs(median([...during]) - usual) / spread);
  }, 0);
}

/** How many values during the incident are beyond all from before. */
function timesOutOfRange({ figures }: PlaceFigures): number {
  return figures.reduce((times, { before, during }) => {
    if (before.length < 2) return times;
    const [low, high] = [min([...before]), max([...before])];
    return times + during.filter((value) => value < low || value > high).length;
  }, 0);
}
