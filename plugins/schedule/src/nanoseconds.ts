/** The graph counts in nanoseconds, reports speak in milliseconds. */
export const msOf = (ns: number): number => ns / 1e6;
