import { z } from 'zod';

/** What measures may ask for, with what is usual. Each rule takes those that it reads; the section takes all. */
export const settingsSchema = z.strictObject({
  maxRetries: z.int().min(1).max(3).default(2).describe('The most retries to propose.'),
  pauseMs: z
    .number()
    .nonnegative()
    .default(1000)
    .describe('The pause before each retry in milliseconds, where no pause is recorded.'),
  completing: z
    .number()
    .min(0.5)
    .max(0.9999)
    .default(0.995)
    .describe('The share of attempts that complete today which a timeout must leave alone.'),
  openAfter: z.int().min(1).default(3).describe('After how many failures in a row a circuit breaker opens.'),
  hedgeAt: z
    .number()
    .min(0)
    .max(1)
    .default(0.95)
    .describe('When a second provider is asked: after the time within which this share of attempts completes.'),
  leastPrevented: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('The share of all failed (or late) runs which a measure must prevent, and at least 1 in 1,000 runs.'),
  leastShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('The share of the time of runs where all attempts fail that a measure must save, if it prevents less.'),
});

/** What measures may ask for. */
export type Settings = z.infer<typeof settingsSchema>;
