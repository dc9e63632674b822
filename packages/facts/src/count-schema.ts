import { z } from 'zod';

/** No history is as long: sums of such counts are exact. */
export const mostCounted = 1e12;

/** How often something was seen, as it is stored. */
export const countSchema = z.int().nonnegative().max(mostCounted);
