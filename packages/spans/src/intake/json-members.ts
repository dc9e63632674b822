import type { Json } from '@faultline/model';

/** A JSON object whose members are not checked yet. Own members only: `toString` is one where the document has it. */
export type JsonObject = Readonly<Record<string, Json>>;

/** The object, if it is one. */
export const objectIn = (value: Json | undefined): JsonObject | undefined =>
  // What JSON.parse makes of an object is one, without a prototype's members being asked for.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** The members of a list; none where it is no list. */
export const membersIn = (value: Json | undefined): readonly Json[] =>
  // Array.isArray does not narrow readonly arrays.
  Array.isArray(value) ? (value as readonly Json[]) : [];

/** The objects in a list; what else is in it is passed over. */
export const objectsIn = (value: Json | undefined): readonly JsonObject[] =>
  membersIn(value)
    .map(objectIn)
    .filter((member) => member !== undefined);

/** A number, also where it is written as text. */
export function numberIn(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
