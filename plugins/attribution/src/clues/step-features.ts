import { fact } from '@faultline/graph';
import { answerFeatures } from './answer-features.ts';
import { cluesIn } from './clues.ts';
import { contentFeatures } from './content-features.ts';
import { exchangeOf } from './exchange.ts';
import { placeFeatures } from './place-features.ts';
import { suspicionsOf } from './suspicions.ts';
import type { Transcript } from '../transcript.ts';
import { wordingFeatures } from './wording-features.ts';

/** How many figures each step has. They are part of what is stored: whoever changes one raises the version of the learner. */
export const figureCount = 126;

/** Figures of the candidates of a transcript: a row for each, a column for each name. */
export interface StepFeatures {
  readonly names: readonly string[];
  readonly rows: readonly Float64Array[];
}

/**
 * What a learner gets to know of each candidate: place, answers of tools, content, wording, and what the hand-made clues add
 * up to. Nothing of it depends on a framework; words are English. Figures have four decimals, so that what is stored of them
 * is small. O(size of the texts + steps × 20 comparisons).
 */
export const stepFeatures = fact((transcript: Transcript): StepFeatures => {
  const exchange = exchangeOf(transcript);
  const suspicions = suspicionsOf(transcript, cluesIn(transcript));
  const records = transcript.candidates.map((step, i) => ({
    ...placeFeatures(step, exchange),
    ...answerFeatures(step, exchange),
    ...contentFeatures(step, exchange),
    ...wordingFeatures(step, exchange),
    suspicion: suspicions[i] ?? 0,
  }));
  return {
    names: Object.keys(records[0] ?? {}),
    rows: records.map((record) => Float64Array.from(Object.values<number | boolean>(record).map(rounded))),
  };
});

/** Truths count as 0 and 1. Zero without a sign: JSON has one zero only. */
const rounded = (figure: number | boolean): number => Math.round(Number(figure) * 1e4) / 1e4 + 0;
