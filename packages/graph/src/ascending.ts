/** The nodes 0, 1, 2, ... as a column. */
export function ascending(size: number): Uint32Array<ArrayBuffer> {
  const nodes = new Uint32Array(size);
  for (let node = 0; node < size; node++) nodes[node] = node;
  return nodes;
}
