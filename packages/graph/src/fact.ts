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
  const slot = factCount++;
  return (subject) => {
    const results = Results.of(subject);
    let result = results[slot];
    if (result === undefined) {
      result = compute(subject);
      results[slot] = result === undefined ? nothing : result;
    }
    // What is in the slot of this fact is what it computed.
    return (result === nothing ? undefined : result) as T;
  };
}

/**
 * The same for what depends on a second thing as well, the key: remembers its result per object and key. Whatever else it
 * is given must follow from these two.
 *
 *     export const metricTests = factBy((run: RunView, learned: Baselines): Tests => ...);
 */
export function factBy<D extends object, K, Rest extends readonly unknown[], T>(
  compute: (subject: D, key: K, ...rest: Rest) => T,
): (subject: D, key: K, ...rest: Rest) => T {
  const resultsBy = fact((_subject: D) => new Map<K, { readonly result: T }>());
  return (subject, key, ...rest) => {
    const results = resultsBy(subject);
    let known = results.get(key);
    if (known === undefined) results.set(key, (known = { result: compute(subject, key, ...rest) }));
    return known.result;
  };
}

let factCount = 0;
/** Stands for `undefined` as a result: that is one too. */
const nothing = Symbol('nothing');

/** Gives back what it is given, so that a class derived from it adds its private members to that object. */
// oxlint-disable-next-line no-extraneous-class -- its constructor is all that is needed of it
class Itself {
  constructor(subject: object) {
    return subject;
  }
}

/**
 * Results by slot, in a private member of the subject itself: nothing else can see it, and copies do not have it. In a
 * WeakMap, results outlive their subjects: a young collection of V8 keeps every value of an old map, whether its key is
 * alive or not, with all that the value refers to.
 */
class Results extends Itself {
  readonly #bySlot: unknown[] = [];

  static of(subject: object): unknown[] {
    if (#bySlot in subject) return subject.#bySlot;
    return Object.isExtensible(subject) ? new Results(subject).#bySlot : ofSealed(subject);
  }
}

/** Nothing can be added to these. */
function ofSealed(subject: object): unknown[] {
  let results = sealed.get(subject);
  if (results === undefined) sealed.set(subject, (results = []));
  return results;
}

const sealed = new WeakMap<object, unknown[]>();
