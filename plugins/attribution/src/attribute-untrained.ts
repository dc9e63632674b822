import type { RunView } from '@faultline/core';
import { rankedBy, type Attribution } from './attribution.ts';
import { cluesIn } from './clues/clues.ts';
import { probabilitiesOf, reasonsBy, suspicionsOf } from './clues/suspicions.ts';
import { transcriptOf } from './transcript.ts';

/** Ranks the steps of a failed run by hand-made evidence alone, without having seen any other run: see docs/methods/attribution.md. O(size of the texts). */
export const attributeUntrained = (run: RunView): Attribution => {
  const transcript = transcriptOf(run);
  const clues = cluesIn(transcript);
  return rankedBy(
    transcript.candidates,
    probabilitiesOf(suspicionsOf(transcript, clues)),
    reasonsBy(clues),
    !clues.some(({ grade }) => grade === 'hard' || grade === 'firm'),
  );
};
