/** A column of twice the length that begins with the same values. */
export function doubled<Column extends Uint8Array | Uint32Array | Float64Array>(column: Column): Column {
  // Each of the three constructors makes what it is the constructor of.
  const longer = new (column.constructor as new (length: number) => Column)(column.length * 2);
  longer.set(column);
  return longer;
}
