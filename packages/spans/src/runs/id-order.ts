/** By code units, not by locale: the same on every machine. */
export const inIdOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
