/** How often, as a sentence says it: `once`, `3 times`. */
export const timesOf = (count: number): string => (count === 1 ? 'once' : `${count} times`);
