import { z } from 'zod';

/** A key that keeps its parts apart. It starts with a bracket, so a step named `__proto__` is a step like any other. */
export const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const partsSchema = z.array(z.string()).readonly();

/** The parts of a key. None where it is not one: a stored state may hold anything as a key. */
export function partsOf(key: string): readonly string[] {
  try {
    return partsSchema.safeParse(JSON.parse(key)).data ?? [];
  } catch {
    return [];
  }
}
