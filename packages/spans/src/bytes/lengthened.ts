type Column = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** A column of twice the length that begins with the same values. */
export const doubled = <C extends Column>(column: C): C => lengthened(column, column.length * 2);

/** A column of a greater length that begins with the same values. */
export function lengthened<C extends Column>(column: C, length: number): C {
  // Each of the constructors makes what it is the constructor of.
  const longer = new (column.constructor as new (length: number) => C)(length);
  longer.set(column);
  return longer;
}
