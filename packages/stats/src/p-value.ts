/** Keeps what rounding may have pushed out of it within (0, 1]: no observation is impossible, and none more than certain. */
export const pValue = (p: number): number => Math.min(1, Math.max(p, Number.MIN_VALUE));
