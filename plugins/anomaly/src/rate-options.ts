import { z } from 'zod';

/** The one option that all detectors of single runs share. */
export const rateOptions = z.strictObject({
  rate: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.05)
    .describe('How often a usual run may be reported at all: the false discovery rate over everything asked of a run.'),
});
