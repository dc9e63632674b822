import type { RunView } from '@faultline/core';
import { rankedBy, type Attribution } from './attribution.ts';
import { cluesIn } from './clues.ts';
import { reasonsBy, suspicionsOf } from './suspicions.ts';
import { transcriptOf } from './transcript.ts';

/** Ranks the steps of a failed run by hand-made evidence alone, without having seen any other run: see docs/methods/attribution.md. O(size of the texts). */
export const attributeUntrained = (run: RunView): Attribution => {
  const transcript = transcriptOf(run);
  const clues = cluesIn(transcript);
  const suspicions = suspicionsOf(transcript, clues);
  const highest = suspicions.reduce((a, b) => Math.max(a, b), -Infinity);
  const odds = suspicions.map((suspicion) => Math.exp(suspicion - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return rankedBy(
    transcript.candidates,
    odds.map((one) => one / total),
    reasonsBy(clues),
    !clues.some(({ grade }) => grade === 'hard' || grade === 'firm'),
  );
};
