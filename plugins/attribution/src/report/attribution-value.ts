import { z } from 'zod';

const learnedSchema = z.number().nullable().describe('The same as learned from labelled runs; null: not learned.');

/** What the section about a failed conversation says, for programs. */
export const attributionValueSchema = z.strictObject({
  isKnownWrong: z
    .boolean()
    .describe(
      'Whether the run says that it went wrong, or who labelled or graded it; if not, its failures make it suspect.',
    ),
  isBrokenDown: z.boolean().describe('Whether a failure of a step ended the run: then that broke first.'),
  abstains: z.boolean().describe('Whether the clues are too thin to name a step out of the box.'),
  labelledRuns: z.int().describe('How many labelled runs were learned from: see `leastLabelledRuns`.'),
  knowsLabel: z.boolean().describe('Whether this very run was one of them: then the learned ranker knows the answer.'),
  tooLong: z.int().describe('Labelled runs that were too long to be learned from.'),
  steps: z
    .array(
      z.strictObject({
        index: z.int().describe('Place in the transcript, from 0.'),
        executionId: z.string(),
        stepId: z.string(),
        agent: z.string(),
        probability: z.number().describe('That the decisive error was made here, out of the box.'),
        learned: learnedSchema,
        reasons: z.array(z.string()).describe('What speaks for it, in words.'),
      }),
    )
    .describe('The five most probable of each ranker, in the order of the one out of the box.'),
  agents: z
    .array(z.strictObject({ agent: z.string(), probability: z.number(), learned: learnedSchema }))
    .describe('The same for agents: sums over their steps.'),
});

/** See `attributionValueSchema`. */
export type AttributionValue = z.infer<typeof attributionValueSchema>;
