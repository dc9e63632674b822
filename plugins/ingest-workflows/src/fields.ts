/** A JSON object whose members are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The members of an object. `undefined`: it is none. */
export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** A text that says something. */
export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A number that can be computed with. */
export const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The members of a list; of anything else, none. */
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
