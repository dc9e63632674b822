import type { RunView } from '@faultline/core';
import { z } from 'zod';
import { candidatesOf } from './candidate-figures.ts';
import { figureCount } from '../clues/step-features.ts';
import { transcriptOf } from '../transcript.ts';

/** The steps of a labelled run in figures: names of agents and numbers, nothing that was said. */
export const labelledStepsSchema = z
  .strictObject({
    runId: z.string().min(1),
    decisive: z.int().nonnegative().describe('The place of the decisive step in the transcript, from 0.'),
    candidates: z.array(
      z
        .strictObject({
          agent: z.string(),
          index: z.int().nonnegative().describe('Place in the transcript, from 0.'),
          figures: z.array(z.number()).length(figureCount).readonly(),
        })
        .readonly(),
    ),
  })
  .refine(
    ({ candidates, decisive }) => candidates.some(({ index }) => index === decisive),
    'The decisive step is none that blame may fall on.',
  );

/** See `labelledStepsSchema`. */
export interface LabelledSteps extends z.infer<typeof labelledStepsSchema> {}

/** Reduces a labelled run to figures. `undefined`: the label names no step that blame may fall on. O(size of the texts). */
export function labelledSteps(run: RunView, decisiveExecutionId: string): LabelledSteps | undefined {
  const transcript = transcriptOf(run);
  const decisive = transcript.candidates.find(({ execution }) => execution.id === decisiveExecutionId);
  if (decisive === undefined) return undefined;
  const candidates = candidatesOf(transcript).map((one) => ({ ...one, figures: Array.from(one.figures) }));
  return { runId: run.id, decisive: decisive.index, candidates };
}
