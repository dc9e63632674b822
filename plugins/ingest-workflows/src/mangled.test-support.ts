import fc from 'fast-check';

/** A document in which one value, anywhere, is another: what exporters with a fault write, and what nobody would. */
export function mangled(document: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(document);
  return fc
    .tuple(
      fc.constantFrom(...paths),
      fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1e308, '', '__proto__', null, [], {})),
    )
    .map(([path, value]) => {
      const copy = { root: structuredClone(document) };
      // Every path leads through objects of the copy.
      let around = copy as Record<string, unknown>;
      for (const key of path.slice(0, -1)) around = around[key] as Record<string, unknown>;
      around[path.at(-1) ?? 'root'] = value;
      return copy.root;
    });
}

/** The way to every value, without recursion. */
function pathsIn(document: unknown): readonly (readonly string[])[] {
  const found: { readonly path: readonly string[]; readonly value: unknown }[] = [{ path: ['root'], value: document }];
  for (const { path, value } of found)
    if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value) as [string, unknown][])
        found.push({ path: [...path, key], value: child });
  return found.map(({ path }) => path);
}
