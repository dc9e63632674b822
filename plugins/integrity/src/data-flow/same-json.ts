import type { Json } from '@faultline/model';

/** Whether two values are the same JSON; the order of keys does not count. Iterative. O(size of the smaller). */
export function sameJson(a: Json, b: Json): boolean {
  const pending: [Json, Json][] = [[a, b]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [left, right] = pair;
    if (left === right) continue;
    if (!isComposite(left) || !isComposite(right) || Array.isArray(left) !== Array.isArray(right)) return false;
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(right, key)) return false;
      pending.push([left[key]!, right[key]!]);
    }
  }
  return true;
}

type Composite = Readonly<Record<string, Json>>;

/** An array is read by its indices. */
const isComposite = (value: Json): value is Composite => typeof value === 'object' && value !== null;
