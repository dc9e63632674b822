/** A JSON object whose members are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The members of an object. `undefined`: it is none. */
export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** A `snake_case` name in `lowerCamelCase`. */
export const camelCase = (name: string): string =>
  name.includes('_') ? name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()) : name;

/** The same object with `snake_case` names in `lowerCamelCase`. Not deep. */
export const camelCased = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [camelCase(name), value]));
