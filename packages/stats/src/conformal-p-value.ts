/**
 * How likely a value at least this large is, if it comes from where the earlier ones came from. Needs no assumption
 * about their distribution: p = (1 + number of earlier values at least as large) / (1 + number of earlier values).
 * At most a share α of usual values has p <= α, for every α and every number of earlier values; p is never 0.
 *
 *     earlier 2, 2, 3 and now 8: none is as large, p = 1/4
 *
 * V. Vovk, A. Gammerman, G. Shafer, "Algorithmic learning in a random world", Springer 2005, section 2.2.
 *
 * @param atLeast how many of the earlier values are at least as large
 * @param count how many earlier values there are
 */
export const conformalPValue = (atLeast: number, count: number): number => (1 + atLeast) / (1 + count);
