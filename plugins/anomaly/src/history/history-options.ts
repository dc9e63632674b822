import { z } from 'zod';

/** What all detectors of changes over history have in common. */
export const historyOptions = z.strictObject({
  rate: z.number().gt(0).max(0.5).default(0.05).describe('The false discovery rate over the steps of a workflow.'),
  least: z
    .number()
    .nonnegative()
    .default(0.1)
    .describe('The least change that is reported, as a share of what was usual before.'),
});
