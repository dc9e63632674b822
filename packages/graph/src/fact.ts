/** A pure function of a graph or run that remembers its result. */
export type Fact<D extends object, T> = (subject: D) => T;

/**
 * Makes a pure function remember its result per object, so that rules and other facts share it.
 *
 *     export const criticalPath = fact((dag: TimedDag): CriticalPath => ...);
 *     criticalPath(run) === criticalPath(run)
 *
 * Define facts at module level: one made anew for every call remembers nothing.
 */
export function fact<D extends object, T>(compute: (subject: D) => T): Fact<D, T> {
  const known = new WeakMap<D, { readonly value: T }>();
  return (subject) => {
    let entry = known.get(subject);
    if (entry === undefined) {
      entry = { value: compute(subject) };
      known.set(subject, entry);
    }
    return entry.value;
  };
}
