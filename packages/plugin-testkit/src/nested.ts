/** A list in a list, so many levels deep: no reader may recurse over what it is given. */
export const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
